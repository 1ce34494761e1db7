import {
  type Event,
  limits,
  type Replay,
  type ReplayLine,
  replayLineSchema,
  type SeriesReader,
  tuningSchema,
} from "@mission-control/contracts";
import { manualClock, matchesAll, metric, type Series } from "@mission-control/series";
import { Hono } from "hono";
import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { createReplays } from "../alerts/replays.ts";
import { problemHandler } from "../edge/problems.ts";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { createPiped } from "../functions/piped.ts";
import { rulePreviewRoutes } from "./rule-preview.ts";

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EVERY = 10_000;

/** A day of a value each ten seconds: 1, and 20 in the first ten minutes of each fourth hour. */
const timesMs = Float64Array.from({ length: DAY / EVERY + 1 }, (_, i) => NOW - DAY + i * EVERY);
const load: Series = {
  labels: metric("load", { service: "api" }),
  timesMs,
  values: timesMs.map((ms) => (ms % (4 * HOUR) < 600_000 ? 20 : 1)),
};
const idle: Series = { ...load, labels: metric("load", { service: "web" }), values: timesMs.map(() => 2) };

/** An error each minute, a hundred at once twelve hours ago, and deploys of api two minutes before each peak. */
const eventOf = (timeMs: number, type: string, at: number): Event => ({
  id: `${String(at).padStart(6, "0")}`,
  timeMs,
  type,
  subType: "",
  title: "it broke",
  severity: "error",
  service: "api",
  host: "",
  tags: [],
  attributes: {},
  fingerprint: "",
});
const events = [
  ...Array.from({ length: 1_440 }, (_, i) => eventOf(NOW - DAY + i * 60_000, "error", i)),
  ...Array.from({ length: 100 }, (_, i) => eventOf(NOW - 12 * HOUR + 1, "error", 2_000 + i)),
  ...Array.from({ length: 6 }, (_, i) =>
    eventOf(Math.ceil((NOW - DAY) / (4 * HOUR)) * 4 * HOUR + i * 4 * HOUR - 120_000, "deploy", 3_000 + i),
  ),
].sort((a, b) => b.timeMs - a.timeMs);

let reads = 0;
let onRead: () => unknown = () => {};
let faults: unknown[] = [];
let app: Hono;

beforeEach(() => {
  [reads, onRead, faults] = [0, () => {}, []];
  const reader: SeriesReader = {
    async select(matchers, startMs, endMs) {
      reads++;
      await onRead();
      const cut = (one: Series): Series => {
        const from = one.timesMs.findIndex((ms) => ms >= startMs);
        const to = one.timesMs.findLastIndex((ms) => ms <= endMs) + 1;
        return { ...one, timesMs: one.timesMs.slice(from, to), values: one.values.slice(from, to) };
      };
      return [load, idle].filter(({ labels }) => matchesAll(labels, matchers)).map(cut);
    },
    series: async () => [],
  };
  const clock = manualClock(NOW);
  const evaluate = createEvaluate({ reader, clock });
  const piped = createPiped({ evaluate, functions: () => new Map() });
  const replays = createReplays({
    clock,
    baseStepMs: 5_000,
    graceMs: 500,
    evaluate,
    proxied: () => undefined,
    piped: (store) =>
      piped.readerOf({
        store,
        thread: { run: () => Promise.reject(new Error("no functions here")) } as never,
        stepMs: 5_000,
      }),
    find: async ({ from = 0, to = NOW, type, limit, before }) => {
      const start = before === undefined ? 0 : Number(before);
      const all = events.filter(
        (event) => event.timeMs >= from && event.timeMs <= to && (type === undefined || event.type === type),
      );
      const next = start + limit < all.length ? String(start + limit) : null;
      return { events: all.slice(start, start + limit), next };
    },
  });
  app = new Hono();
  app.onError(problemHandler(pino({ level: "silent" })));
  app.route("/api/rules", rulePreviewRoutes({ replays, onError: (error) => faults.push(error) }));
});

const ruleOf = (when: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  slug: "load",
  name: "Load",
  when,
  ...more,
});
const threshold = { kind: "threshold", expr: "load", level: 10 };

const post = (path: string, body: unknown, init: RequestInit = {}) =>
  app.request(`/api/rules/${path}`, { method: "POST", body: JSON.stringify(body), ...init });

async function linesOf(answer: Response): Promise<ReplayLine[]> {
  const text = await answer.text();
  return text
    .trimEnd()
    .split("\n")
    .map((line) => replayLineSchema.parse(JSON.parse(line)));
}

async function replayOf(body: unknown): Promise<Replay> {
  const answer = await post("preview", body);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/x-ndjson"]);
  const last = (await linesOf(answer)).at(-1);
  if (last === undefined || !("replay" in last)) throw new Error(JSON.stringify(last));
  expect(faults).toEqual([]);
  return last.replay;
}

describe("POST /api/rules/preview", () => {
  it("tells how far it is, then what the rule would have done at its own steps", async () => {
    const answer = await post("preview", { rule: ruleOf(threshold, { forMs: 60_000 }), rangeMs: DAY });
    const lines = await linesOf(answer);
    const shares = lines.flatMap((line) => ("progress" in line ? [line.progress] : []));
    expect(shares[0]).toBe(0);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    const last = lines.at(-1);
    if (last === undefined || !("replay" in last)) throw new Error(JSON.stringify(last));
    const { replay } = last;
    expect(replay).toMatchObject({ stepMs: EVERY, steps: 8_641, unit: "none", warnings: [], more: 0 });
    expect(replay.toMs).toBe(NOW - EVERY);
    expect(replay.stats).toMatchObject({ firings: 6, medianMs: 540_000, flaps: 0, nearDeploy: 6 });
    expect(replay.alerts.map(({ labels, firings }) => [labels.service, firings])).toEqual([
      ["api", 6],
      ["web", 0],
    ]);
    expect(replay.levels).toEqual({ op: "above", level: 10, upper: null, clear: 10, clearUpper: null });
    expect(replay.chart.series.map(({ labels }) => labels.service)).toEqual(["api", "web"]);
    expect(replay.chart.timesMs.length).toBeLessThanOrEqual(limits.columnsPerReplay);
  });

  it("reads what it looks at once, however often the level is tried", async () => {
    await replayOf({ rule: ruleOf(threshold), rangeMs: DAY });
    const once = reads;
    const other = await replayOf({ rule: ruleOf({ ...threshold, level: 30 }), rangeMs: DAY });
    expect([other.stats.firings, reads]).toEqual([0, once]);
    await replayOf({ rule: ruleOf(threshold, { everyMs: 20_000 }), rangeMs: DAY });
    expect(reads).toBeGreaterThan(once);
  });

  it("evaluates at whole steps of this process", async () => {
    const { stepMs, toMs, fromMs } = await replayOf({
      rule: ruleOf(threshold, { everyMs: 12_000 }),
      rangeMs: HOUR,
      toMs: NOW - 1_234,
    });
    expect([stepMs, toMs % 15_000, toMs - fromMs]).toEqual([15_000, 0, HOUR]);
  });

  it("counts events in the window before each step", async () => {
    const when = { kind: "events", events: { types: ["error"] }, moreThan: 20, windowMs: 600_000 };
    const replay = await replayOf({ rule: ruleOf(when), rangeMs: DAY - HOUR });
    expect(replay.stats).toMatchObject({ firings: 1, medianMs: 600_000 });
    expect(replay.alerts[0]?.labels).toEqual({});
    expect(Math.max(...(replay.chart.series[0]?.max ?? []).map(Number))).toBe(110);
  });

  it("says why there is none", async () => {
    const failed = async (rule: unknown) =>
      (await linesOf(await post("preview", { rule, rangeMs: DAY }))).at(-1);
    expect(await failed(ruleOf({ ...threshold, expr: "sum(" }))).toMatchObject({ code: "invalid_query" });
    expect(await failed(ruleOf({ ...threshold, expr: "load[5m]" }))).toMatchObject({ code: "not_evaluated" });
    expect(await failed(ruleOf({ ...threshold, expr: "load @ end()" }))).toMatchObject({
      code: "not_evaluated",
    });
    expect(await failed(ruleOf({ ...threshold, expr: "load + on () load" }))).toMatchObject({
      code: "not_evaluated",
    });
    expect(faults).toEqual([]);
  });

  it("tells what is wrong with a rule at its field", async () => {
    const refused = await post("preview", { rule: ruleOf({ ...threshold, level: "high" }), rangeMs: 5 });
    expect(refused.status).toBe(400);
    const { errors } = (await refused.json()) as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path)).toEqual(["rule.when.level", "rangeMs"]);
    const range = await post("preview", { rule: ruleOf({ ...threshold, op: "inside" }), rangeMs: HOUR });
    expect(((await range.json()) as { errors: unknown[] }).errors).toEqual([
      { code: "custom", path: "rule.when.upper", message: "say where the range ends" },
    ]);
    expect((await app.request("/api/rules/preview")).status).toBe(405);
  });

  it("ends with whoever asked", async () => {
    const asker = new AbortController();
    onRead = () => {
      if (reads === 2) asker.abort();
    };
    const answer = await post(
      "preview",
      { rule: ruleOf({ ...threshold, expr: "load offset 1s" }), rangeMs: DAY },
      { signal: asker.signal },
    );
    await answer.text().catch(() => {});
    onRead = () => {};
    const ended = reads;
    await replayOf({ rule: ruleOf({ ...threshold, expr: "load offset 2s" }), rangeMs: HOUR });
    expect(ended).toBeLessThanOrEqual(3);
    expect(faults).toEqual([]);
  });

  it("warns where the expression gives nothing", async () => {
    const { warnings } = await replayOf({ rule: ruleOf({ ...threshold, expr: "nothing" }), rangeMs: HOUR });
    expect(warnings).toEqual([expect.stringContaining("gave nothing")]);
  });
});

describe("POST /api/rules/tune", () => {
  it("proposes what fires less, the nearest first, and keeps to it", async () => {
    const answer = await post("tune", { rule: ruleOf(threshold), rangeMs: DAY, atMostPerWeek: 1 });
    const { now, proposals } = tuningSchema.parse(await answer.json());
    expect(now.firings).toBe(6);
    expect(proposals.length).toBeGreaterThan(0);
    for (const { when, forMs, clearForMs, stats } of proposals) {
      expect(stats.perWeek).toBeLessThanOrEqual(1);
      const again = await replayOf({ rule: ruleOf(when, { forMs, clearForMs }), rangeMs: DAY });
      expect(again.stats).toEqual(stats);
    }
  });

  it("says what it needs to know, and what is wrong with the expression", async () => {
    const without = await post("tune", { rule: ruleOf(threshold), rangeMs: DAY });
    expect(await without.json()).toMatchObject({ errors: [{ path: "atMostPerWeek" }] });
    const wrong = { rule: ruleOf({ ...threshold, expr: "sum(" }), rangeMs: DAY, atMostPerWeek: 1 };
    expect(await (await post("tune", wrong)).json()).toMatchObject({ code: "invalid_query" });
  });
});
