import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { embeddedStore, type Problem } from "@mission-control/contracts";
import { createRecent } from "@mission-control/pipeline";
import { PromqlError } from "@mission-control/promql";
import { manualClock, metric, samplesOf } from "@mission-control/series";
import { openRecords } from "@mission-control/store";
import { Hono } from "hono";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCheckRule } from "../alerts/check-rule.ts";
import { createAsking } from "../alerts/rule-question.ts";
import { createRules, type Rules } from "../alerts/rules.ts";
import { problemHandler } from "../edge/problems.ts";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { ruleRoutes } from "./rules.ts";

const NOW_MS = 1_790_000_000_000;
let dir: string;
let records: Awaited<ReturnType<typeof openRecords>>;
let rules: Rules;
let app: Hono;
let changed: string[];

beforeEach(async () => {
  const clock = manualClock(NOW_MS);
  dir = mkdtempSync(join(tmpdir(), "rule-routes-"));
  records = await openRecords({ dir, clock });
  rules = await createRules({ records: records.rules });
  changed = [];
  rules.onChange((slug, rule) => void changed.push(`${slug} ${rule?.version ?? "gone"}`));
  const recent = createRecent({ clock, keepMs: 3_600_000, stepMs: 5_000 });
  recent.appendNow(samplesOf([{ labels: metric("heat", { room: "a" }), timeMs: NOW_MS, value: 1 }]));
  const asking = createAsking({
    clock,
    evaluate: createEvaluate({ reader: recent.series, clock }),
    readerOf: () => undefined,
  });
  app = new Hono();
  app.onError(problemHandler(pino({ level: "silent" })));
  const check = createCheckRule({
    clock,
    asking,
    reader: recent.series,
    baseStepMs: 5_000,
    forgetAfterMs: 3_600_000,
    proxied(store) {
      if (store === undefined || store === embeddedStore) return undefined;
      throw new PromqlError("bad_data", `there is no store "${store}"`);
    },
    isPiped: (text) => text.includes("|>"),
    checkPiped: () => {},
    hasChannel: async (slug) => slug === "ops",
    hasView: async (slug) => slug === "wall",
  });
  const engine = { health: () => undefined, sealedMs: () => NOW_MS };
  app.route("/api/rules", ruleRoutes({ rules, engine, check, clock }));
});
afterEach(async () => {
  await records.close();
  rmSync(dir, { recursive: true });
});

const threshold = (expr: string, more = {}) => ({ kind: "threshold", expr, op: "above", level: 5, ...more });

async function put(slug: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await app.request(`/api/rules/${slug}`, {
    method: "PUT",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers,
  });
  return { status: answer.status, etag: answer.headers.get("etag"), body: await answer.json() };
}

const faultsOf = async (body: unknown): Promise<string[]> =>
  ((await put("r", body)).body as Problem).errors?.map(({ path, message }) => `${path}: ${message}`) ?? [];

describe("the rules of the API", () => {
  it("are kept as versions, and built upon as they say", async () => {
    const first = await put("hot", { name: "Hot", when: threshold("heat") }, { "If-None-Match": "*" });
    expect(first).toMatchObject({
      status: 201,
      etag: '"1"',
      body: { slug: "hot", version: 1, page: "/alerts/rules/hot", warnings: [] },
    });
    const second = await put("hot", { name: "Hotter", when: threshold("heat") }, { "If-Match": '"1"' });
    expect(second).toMatchObject({ status: 200, etag: '"2"' });
    expect((await put("hot", { name: "Late", when: threshold("heat") }, { "If-Match": '"1"' })).status).toBe(
      412,
    );
    const found = await app.request("/api/rules/hot");
    expect(found.headers.get("etag")).toBe('"2"');
    expect(await found.json()).toMatchObject({ name: "Hotter", version: 2, health: { state: "new" } });
    const versions = await (await app.request("/api/rules/hot/versions")).json();
    expect(versions).toMatchObject({ versions: [{ name: "Hotter" }, { name: "Hot" }] });
    expect(await (await app.request("/api/rules")).json()).toMatchObject({
      rules: [{ slug: "hot", version: 2 }],
    });
    const remove = () => app.request("/api/rules/hot", { method: "DELETE" });
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 404]);
    expect((await app.request("/api/rules/hot")).status).toBe(404);
    expect(changed).toEqual(["hot 1", "hot 2", "hot gone"]);
  });

  it("that cannot be used say what is wrong at each field, and nothing is kept", async () => {
    expect(await faultsOf({ name: "", when: threshold("heat"), forMs: -1, more: 1 })).toEqual([
      "name: give it a name",
      "forMs: a length of time",
      expect.stringContaining("more"),
    ]);
    expect(await faultsOf({ name: "R", when: threshold("sum(\n a b") })).toEqual([
      expect.stringMatching(/^when\.expr: 2:4: parse error: /),
    ]);
    expect(await faultsOf({ name: "R", when: threshold("heat[5m]") })).toEqual([
      expect.stringContaining("when.expr: it has no value at one time"),
    ]);
    expect(await faultsOf({ name: "R", when: threshold("heat", { store: "nowhere" }) })).toEqual([
      'when.store: there is no store "nowhere"',
    ]);
    expect(await faultsOf({ name: "R", when: threshold("heat", { op: "inside" }) })).toEqual([
      "when.upper: say where the range ends",
    ]);
    expect(
      await faultsOf({ name: "R", when: { kind: "forecast", expr: "heat |> smooth(5m)", level: 1 } }),
    ).toEqual(["when.expr: functions after a query cannot be used in this kind of rule"]);
    const quiet = { kind: "quiet", senders: { service: "api" } };
    expect(await faultsOf({ name: "R", when: { ...quiet, afterMs: 3_600_000 } })).toEqual([
      expect.stringMatching(/^when\.afterMs: it would never fire: .* 1 h /),
    ]);
    expect(await faultsOf({ name: "R", when: { ...quiet, afterMs: 600_000 }, forMs: 3_000_000 })).toEqual([
      expect.stringMatching(/^forMs: it would never fire/),
    ]);
    const tell = { channels: ["ops", "nobody"], escalate: [{ afterMs: 1, channels: ["boss"] }] };
    expect(await faultsOf({ name: "R", when: threshold("heat"), tell, view: "none" })).toEqual([
      'tell.channels.1: there is no channel "nobody": make it first',
      'tell.escalate.0.channels.0: there is no channel "boss": make it first',
      'view: there is no view "none"',
    ]);
    expect(await faultsOf({ slug: "other", name: "R", when: threshold("heat") })).toEqual([
      'slug: the address says "r"',
    ]);
    expect((await put("r", "{")).status).toBe(400);
    expect((await put("Not%20a%20slug", { name: "R", when: threshold("heat") })).status).toBe(400);
    expect((await put("new", { name: "R", when: threshold("heat") })).status).toBe(400);
    expect(rules.list()).toEqual([]);
  });

  it("that find nothing are kept with a warning", async () => {
    const warned = async (when: unknown) => {
      const { status, body } = await put("r", { name: "R", when, view: "wall", tell: { channels: ["ops"] } });
      expect(status).toBeLessThan(300);
      return (body as { warnings: string[] }).warnings;
    };
    expect(await warned(threshold("cold"))).toEqual([
      "It gives nothing now: no series has what it looks at.",
    ]);
    expect(await warned({ kind: "promql", expr: "heat > 5" })).toEqual([]);
    expect(await warned({ kind: "promql", expr: 'heat > 5 and cold{room="a"}' })).toEqual([
      'It can never fire: nothing matches cold{room="a"} now.',
    ]);
    expect(await warned({ kind: "events", events: { types: ["boom"] }, moreThan: 1 })).toEqual([]);
    expect(
      await warned(threshold("heat * on (room) group_left () label_replace(heat, 'x', 'y', '', '')")),
    ).toEqual([]);
  });
});
