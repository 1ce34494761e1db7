import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planNotices } from "@mission-control/alerts";
import {
  alertListSchema,
  inhibitionListSchema,
  type KeptRule,
  keptRuleSchema,
  limits,
  muteTimeListSchema,
  type NewNotice,
  type Problem,
  ruleSchema,
  type Silence,
  silenceListSchema,
} from "@mission-control/contracts";
import { createRecent } from "@mission-control/pipeline";
import { manualClock, metric, samplesOf } from "@mission-control/series";
import { openRecords, type Records } from "@mission-control/store";
import { Hono } from "hono";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAlertEngine } from "../alerts/engine.ts";
import { createEventCounts } from "../alerts/event-counts.ts";
import { createAsking } from "../alerts/rule-question.ts";
import { createWishes } from "../alerts/wishes.ts";
import { problemHandler } from "../edge/problems.ts";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { acknowledgeRoutes } from "./acknowledge.ts";
import { alertRoutes } from "./alerts.ts";
import { silenceRoutes } from "./silences.ts";
import { sluggedRoutes } from "./slugged.ts";

const START_MS = 1_790_000_000_000;
const STEP_MS = 5_000;
const MINUTE_MS = 60_000;

const hot: KeptRule = keptRuleSchema.parse({
  ...ruleSchema.parse({
    slug: "hot",
    name: "Too hot",
    when: { kind: "threshold", expr: "heat", op: "above", level: 5 },
    everyMs: STEP_MS,
    tell: { channels: ["ops"], waitMs: 0, intervalMs: MINUTE_MS, repeatMs: 20 * MINUTE_MS },
  }),
  version: 1,
  savedMs: 1,
});

let dir: string;
let clock: ReturnType<typeof manualClock>;
let recent: ReturnType<typeof createRecent>;
let records: Records;
let sent: NewNotice[];
let faults: unknown[];
let stop: () => Promise<void>;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "silences-"));
  clock = manualClock(START_MS);
  recent = createRecent({ clock, keepMs: 3 * 3_600_000, stepMs: STEP_MS });
  records = await openRecords({ dir, clock });
  [sent, faults, stop] = [[], [], async () => {}];
});
afterEach(async () => {
  await stop();
  await records.close();
  rmSync(dir, { recursive: true });
  expect(faults).toEqual([]);
});

/** The routes over a real engine, as a start finds what was kept; the one before is stopped. */
async function open() {
  await stop();
  const onError = (error: unknown) => void faults.push(error);
  const wishes = await createWishes({ records, clock, changed: () => engine.replan() });
  const evaluate = createEvaluate({ reader: recent.series, clock });
  const engine = await createAlertEngine({
    clock,
    baseStepMs: STEP_MS,
    asking: createAsking({ clock, evaluate, readerOf: () => undefined }),
    counts: createEventCounts({ find: (query) => recent.events.find(query) }),
    records: records.alerts,
    rules: [hot],
    groups: await records.groups.list(),
    plan: planNotices,
    wishes: wishes.now,
    kept({ notices, released }) {
      sent.push(...notices);
      if (released.length > 0) wishes.acknowledgements.release(released);
    },
    saidBefore: () => {},
    onError,
  });
  stop = engine.stop;
  const app = new Hono();
  const more = [acknowledgeRoutes({ ...wishes, engine })];
  app.route("/api/alerts", alertRoutes({ engine, records: records.alerts, clock, more }));
  app.route("/api/silences", silenceRoutes({ ...wishes, engine }));
  app.route("/api/mute-times", sluggedRoutes({ kept: wishes.muteTimes, as: "muteTimes" }));
  app.route("/api/inhibitions", sluggedRoutes({ kept: wishes.inhibitions, as: "inhibitions" }));
  app.onError(problemHandler(pino({ level: "silent" })));

  async function step(values: Record<string, number>): Promise<void> {
    clock.advance(STEP_MS);
    const timeMs = clock.now();
    const points = Object.entries(values).map(([host, value]) => ({
      labels: metric("heat", { host }),
      timeMs,
      value,
    }));
    recent.appendNow(samplesOf(points));
    engine.seal(timeMs);
    await engine.idle();
  }
  return {
    ask: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      app.request(path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    step,
    async pass(ms: number, values: Record<string, number>) {
      const before = sent.length;
      for (let passed = 0; passed < ms; passed += STEP_MS) await step(values);
      return sent
        .slice(before)
        .map(({ reason, alerts }) => [reason, ...alerts.map(({ labels }) => labels.host)]);
    },
    /** Why each host's alert is quiet. */
    async why() {
      await engine.idle();
      const { alerts } = alertListSchema.parse(await (await app.request("/api/alerts")).json());
      return Object.fromEntries(alerts.map(({ labels, quiet }) => [labels.host, quiet]));
    },
    async alert(host: string) {
      const { alerts } = alertListSchema.parse(await (await app.request("/api/alerts")).json());
      return alerts.find(({ labels }) => labels.host === host);
    },
  };
}
type Opened = Awaited<ReturnType<typeof open>>;

const silence = (more: object = {}) => ({
  matchers: [{ label: "host", op: "=", value: "a" }],
  fromMs: clock.now(),
  toMs: clock.now() + 10 * MINUTE_MS,
  reason: "the fan is changed",
  by: "Ann",
  ...more,
});
const list = async ({ ask }: Opened) =>
  silenceListSchema.parse(await (await ask("GET", "/api/silences")).json()).silences;
const faultOf = async (answer: Response) => {
  const problem = (await answer.json()) as Problem;
  return [answer.status, problem.errors?.[0]?.path ?? problem.code];
};

describe("/api/silences", () => {
  it("keeps a firing alert quiet at once, says so on it, and has it told when it ends", async () => {
    const world = await open();
    const made = await world.ask("POST", "/api/silences", silence());
    expect(made.status).toBe(201);
    const { id, toMs, state } = (await made.json()) as Silence;
    expect(state).toBe("active");
    expect(await world.pass(MINUTE_MS, { a: 9, b: 9 })).toEqual([["firing", "b"]]);
    expect((await world.why()).a).toEqual([
      { by: "silenced", words: "silenced by Ann: the fan is changed", untilMs: toMs },
    ]);
    expect((await world.why()).b).toMatchObject([{ by: "told" }]);
    expect((await world.ask("DELETE", `/api/silences/${id}`)).status).toBe(204);
    expect(await world.pass(2 * MINUTE_MS, { a: 9, b: 9 })).toEqual([["changed", "a", "b"]]);
    expect(await list(world)).toMatchObject([{ id, state: "over" }]);
  });

  it("holds over a restart, and is extended with all that it says", async () => {
    const before = await open();
    const { id } = (await (await before.ask("POST", "/api/silences", silence())).json()) as Silence;
    await before.pass(MINUTE_MS, { a: 9 });
    const world = await open();
    const longer = silence({ toMs: clock.now() + 20 * MINUTE_MS, reason: "it takes longer" });
    expect((await world.ask("PUT", `/api/silences/${id}`, longer)).status).toBe(200);
    expect(await world.pass(15 * MINUTE_MS, { a: 9 })).toEqual([]);
    expect(await list(world)).toMatchObject([{ id, state: "active", ...longer }]);
    expect(await world.pass(6 * MINUTE_MS, { a: 9 })).toEqual([["firing", "a"]]);
    expect(await faultOf(await world.ask("PUT", `/api/silences/${id}`, silence()))).toEqual([
      400,
      "invalid_body",
    ]);
    expect((await world.ask("PUT", "/api/silences/none", silence())).status).toBe(404);
    expect((await world.ask("DELETE", "/api/silences/none")).status).toBe(404);
  });

  it("that comes is said to come, and is forgotten where it is ended before", async () => {
    const world = await open();
    const coming = silence({ fromMs: clock.now() + MINUTE_MS });
    const { id, state } = (await (await world.ask("POST", "/api/silences", coming)).json()) as Silence;
    expect(state).toBe("coming");
    await world.ask("DELETE", `/api/silences/${id}`);
    expect(await list(world)).toEqual([]);
  });

  it("shows before it is made which alerts it would keep quiet", async () => {
    const world = await open();
    await world.pass(STEP_MS, { a: 9, b: 9, c: 1 });
    const preview = async (matchers: object[]) => {
      const answer = await world.ask("POST", "/api/silences/preview", { matchers });
      return ((await answer.json()) as { alerts: { labels: { host: string } }[] }).alerts
        .map(({ labels }) => labels.host)
        .sort();
    };
    expect(await preview([{ label: "host", op: "=~", value: "a|c" }])).toEqual(["a"]);
    expect(await preview([{ label: "rule", op: "=", value: "hot" }])).toEqual(["a", "b"]);
    expect(await preview([{ label: "host", op: "!=", value: "a" }])).toEqual(["b"]);
    const bad = { matchers: [{ label: "host", op: "=~", value: "(" }] };
    expect(await faultOf(await world.ask("POST", "/api/silences/preview", bad))).toEqual([
      400,
      "matchers.0.value",
    ]);
  });

  it("refuses what cannot be meant, each fault at its field, and keeps nothing", async () => {
    const world = await open();
    const host = { label: "host", op: "=", value: "a" };
    const faulty: [object | string, string][] = [
      ["{", "invalid_body"],
      [silence({ reason: " " }), "reason"],
      [silence({ toMs: clock.now() - 1 }), "toMs"],
      [silence({ fromMs: clock.now() - 2_000, toMs: clock.now() - 1_000 }), "toMs"],
      [silence({ toMs: clock.now() + 400 * 86_400_000 }), "toMs"],
      [silence({ matchers: [] }), "matchers"],
      [silence({ matchers: [host, { label: "x", op: "=~", value: "a{2,1}" }] }), "matchers.1.value"],
      [silence({ matchers: [{ label: "host", op: "=~", value: ".*" }] }), "matchers"],
      [silence({ matchers: [{ label: "host", op: "!=", value: "a" }] }), "matchers"],
      [silence({ matchers: Array.from({ length: 21 }, () => host) }), "matchers"],
      [silence({ more: 1 }), "invalid_body"],
    ];
    for (const [body, at] of faulty) {
      const [status, path] = await faultOf(await world.ask("POST", "/api/silences", body));
      expect([status, path === "" ? "invalid_body" : path], JSON.stringify(body)).toEqual([400, at]);
    }
    expect((await world.ask("PATCH", "/api/silences")).status).toBe(405);
    expect(await list(world)).toEqual([]);
  });

  it("takes an expression that makes other engines hang, and is not held up by it", async () => {
    const world = await open();
    const matchers = [{ label: "host", op: "=~", value: "(a+)+x" }];
    expect((await world.ask("POST", "/api/silences", silence({ matchers }))).status).toBe(201);
    expect(await world.pass(STEP_MS, { [`${"a".repeat(1_000)}b`]: 9 })).toHaveLength(1);
  });
});

describe("/api/alerts/:id/acknowledge", () => {
  it("keeps what somebody looks after quiet until it is over, over a restart too", async () => {
    const before = await open();
    expect(await before.pass(MINUTE_MS, { a: 9 })).toEqual([["firing", "a"]]);
    const { id } = (await before.alert("a"))!;
    const answer = await before.ask("POST", `/api/alerts/${id}/acknowledge`, {
      by: "Ann",
      note: "I have it",
    });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { by: "Ann", note: "I have it", atMs: clock.now() },
    ]);
    const world = await open();
    expect(await world.pass(30 * MINUTE_MS, { a: 9 })).toEqual([]);
    expect(await world.alert("a")).toMatchObject({
      acknowledged: { by: "Ann" },
      quiet: [{ by: "acknowledged", words: "acknowledged by Ann until it is over: I have it" }],
    });
    expect(await world.pass(MINUTE_MS, { a: 1 })).toEqual([["resolved", "a"]]);
    expect((await records.acknowledgements.list()).size).toBe(0);
    expect(await world.pass(2 * MINUTE_MS, { a: 9 })).toEqual([["firing", "a"]]);
    expect((await world.alert("a"))?.acknowledged).toBeNull();
  });

  it("can be taken back; what does not fire has none", async () => {
    const world = await open();
    await world.pass(MINUTE_MS, { a: 9 });
    const path = `/api/alerts/${(await world.alert("a"))!.id}/acknowledge`;
    expect((await world.ask("DELETE", path)).status).toBe(404);
    // Without a body nobody says who he is.
    expect((await world.ask("POST", path)).status).toBe(200);
    expect((await world.ask("DELETE", path)).status).toBe(204);
    expect((await world.alert("a"))?.acknowledged).toBeNull();
    expect(await world.pass(20 * MINUTE_MS, { a: 9 })).toEqual([["repeat", "a"]]);
    expect((await world.ask("POST", "/api/alerts/none/acknowledge", {})).status).toBe(404);
    expect(await faultOf(await world.ask("POST", path, { by: "x".repeat(300) }))).toEqual([400, "by"]);
    expect((await world.ask("GET", path)).status).toBe(405);
  });
});

describe("/api/alerts/acknowledge", () => {
  it("says it of many at once; what does not fire is left, and nobody is reminded of the others", async () => {
    const world = await open();
    await world.pass(MINUTE_MS, { a: 9, b: 9, c: 1 });
    const ids = await Promise.all(["a", "b"].map(async (host) => (await world.alert(host))!.id));
    const ask = (body: object) => world.ask("POST", "/api/alerts/acknowledge", body);
    const answer = await ask({ alerts: [...ids, ids[0], "over"], by: "Ann", note: "A storm" });
    expect([answer.status, await answer.json()]).toEqual([200, { acknowledged: 2, left: 1 }]);
    const made = { by: "Ann", note: "A storm", atMs: clock.now() };
    expect(await records.acknowledgements.list()).toEqual(new Map(ids.map((id) => [id, made])));
    expect((await world.alert("b"))?.acknowledged).toEqual(made);
    expect(await world.pass(30 * MINUTE_MS, { a: 9, b: 9, c: 1 })).toEqual([]);

    expect(await (await ask({ alerts: ["over"] })).json()).toEqual({ acknowledged: 0, left: 1 });
    expect(await faultOf(await ask({ alerts: [] }))).toEqual([400, "alerts"]);
    const tooMany = Array.from({ length: limits.alertsPerAcknowledgement + 1 }, () => ids[0]);
    expect(await faultOf(await ask({ alerts: tooMany }))).toEqual([400, "alerts"]);
    expect((await world.ask("GET", "/api/alerts/acknowledge")).status).toBe(405);
  });
});

describe("/api/mute-times and /api/inhibitions", () => {
  const night = {
    slug: "night",
    name: "Night",
    matchers: [{ label: "host", op: "=", value: "a" }],
    weekdays: ["monday"],
    fromMinute: 0,
    toMinute: 0,
    zone: "UTC",
  };
  const inhibition = {
    slug: "one",
    name: "One is enough",
    source: [{ label: "host", op: "=", value: "a" }],
    target: [{ label: "host", op: "=", value: "b" }],
    equal: ["rule"],
  };

  it("keep alerts quiet until they are removed, and say so", async () => {
    const world = await open();
    // 2026-09-21, a Monday.
    expect(new Date(START_MS).toISOString()).toBe("2026-09-21T14:13:20.000Z");
    expect((await world.ask("PUT", "/api/mute-times/night", night)).status).toBe(201);
    expect((await world.ask("PUT", "/api/inhibitions/one", inhibition)).status).toBe(201);
    expect(await world.pass(MINUTE_MS, { a: 9, b: 9 })).toEqual([]);
    expect(await world.why()).toMatchObject({
      a: [{ by: "muted", untilMs: Date.UTC(2026, 8, 22) }],
      b: [{ by: "inhibited", words: 'held back by "One is enough" while this fires: Too hot' }],
    });
    const again = await open();
    expect(muteTimeListSchema.parse(await (await again.ask("GET", "/api/mute-times")).json())).toEqual({
      muteTimes: [{ ...night, version: 1 }],
    });
    expect(inhibitionListSchema.parse(await (await again.ask("GET", "/api/inhibitions")).json())).toEqual({
      inhibitions: [{ ...inhibition, version: 1 }],
    });
    expect((await again.ask("DELETE", "/api/mute-times/night")).status).toBe(204);
    expect((await again.ask("DELETE", "/api/mute-times/night")).status).toBe(404);
    expect(await again.pass(STEP_MS, { a: 9, b: 9 })).toEqual([]);
    expect(sent.map(({ alerts }) => alerts.map(({ labels }) => labels.host))).toEqual([["a"]]);
    await again.ask("DELETE", "/api/inhibitions/one");
    expect(await again.pass(2 * MINUTE_MS, { a: 9, b: 9 })).toEqual([["changed", "b", "a"]]);
  });

  it("let nobody write over what somebody else saved meanwhile", async () => {
    const world = await open();
    await world.ask("PUT", "/api/mute-times/night", night, { "if-none-match": "*" });
    const other = await world.ask("PUT", "/api/mute-times/night", night, { "if-none-match": "*" });
    expect(other.status).toBe(412);
    const saved = await world.ask("PUT", "/api/mute-times/night", night, { "if-match": '"1"' });
    expect([saved.status, saved.headers.get("etag")]).toEqual([200, '"2"']);
  });

  it("refuse what cannot be meant, each fault at its field", async () => {
    const world = await open();
    const bad = [{ label: "x", op: "=~", value: "(" }];
    const all = [{ label: "x", op: "=~", value: ".*" }];
    const faulty: [string, object, string][] = [
      ["mute-times/night", { ...night, zone: "Mars/Phobos" }, "zone"],
      ["mute-times/night", { ...night, weekdays: [] }, "weekdays"],
      ["mute-times/night", { ...night, fromMinute: 1_440 }, "fromMinute"],
      ["mute-times/night", { ...night, matchers: bad }, "matchers.0.value"],
      ["mute-times/day", night, "slug"],
      ["inhibitions/one", { ...inhibition, source: [] }, "source"],
      ["inhibitions/one", { ...inhibition, source: all }, "source"],
      ["inhibitions/one", { ...inhibition, target: bad }, "target.0.value"],
    ];
    for (const [path, body, at] of faulty)
      expect(await faultOf(await world.ask("PUT", `/api/${path}`, body)), path).toEqual([400, at]);
    expect((await world.ask("PUT", "/api/mute-times/No%20Slug", night)).status).toBe(400);
    expect((await world.ask("POST", "/api/inhibitions")).status).toBe(405);
  });
});
