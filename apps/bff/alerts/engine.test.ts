import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Plan, type PlanInput, planNotices } from "@mission-control/alerts";
import {
  type Acknowledgement,
  type EventPage,
  type EventQuery,
  type KeptRule,
  keptRuleSchema,
  limits,
  Refusal,
  ruleSchema,
} from "@mission-control/contracts";
import { createRecent } from "@mission-control/pipeline";
import { manualClock, metric, type Point, samplesOf } from "@mission-control/series";
import { type AlertTurn, openRecords, type Records } from "@mission-control/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEvaluate, type Evaluate } from "../evaluate/evaluate.ts";
import type { LaneReader } from "../live/proxied-pairs.ts";
import { createAlertEngine } from "./engine.ts";
import { createEventCounts } from "./event-counts.ts";
import { createAsking } from "./rule-question.ts";

const START_MS = 1_790_000_000_000;
const STEP_MS = 5_000;
const MINUTE_MS = 60_000;

const ruleOf = (more: Record<string, unknown> = {}): KeptRule =>
  keptRuleSchema.parse({
    ...ruleSchema.parse({
      slug: "hot",
      name: "Too hot",
      when: { kind: "threshold", expr: "heat", op: "above", level: 5 },
      everyMs: STEP_MS,
      ...more,
    }),
    version: 1,
    savedMs: 1,
  });

let dir: string;
let clock: ReturnType<typeof manualClock>;
let recent: ReturnType<typeof createRecent>;
let records: Records;
let turns: AlertTurn[];
let plans: PlanInput[];
let faults: unknown[];
let asked: string[];
let acknowledgements: Map<string, Acknowledgement>;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "engine-"));
  clock = manualClock(START_MS);
  recent = createRecent({ clock, keepMs: 3 * 3_600_000, stepMs: STEP_MS });
  records = await openRecords({ dir, clock });
  [turns, plans, faults, asked] = [[], [], [], []];
  acknowledgements = new Map();
});
afterEach(async () => {
  await records.close();
  rmSync(dir, { recursive: true });
  expect(faults).toEqual([]);
});

interface Parts {
  plan?: (input: PlanInput) => Plan;
  commit?: Records["alerts"]["commit"];
  readerOf?: (watched: { store: string | undefined; expr: string }) => LaneReader | undefined;
  find?: (query: EventQuery) => Promise<EventPage>;
}

async function open(rules: readonly KeptRule[], parts: Parts = {}) {
  const { range, ...others } = createEvaluate({ reader: recent.series, clock });
  const counted: Evaluate = {
    ...others,
    range(expr, grid, ...more) {
      asked.push(String(grid.startMs));
      return range(expr, grid, ...more);
    },
  };
  const readerOf = parts.readerOf ?? (() => undefined);
  const engine = await createAlertEngine({
    clock,
    baseStepMs: STEP_MS,
    asking: createAsking({
      clock,
      evaluate: counted,
      readerOf: ({ store, expr }) => readerOf({ store, expr }),
    }),
    counts: createEventCounts({ find: parts.find ?? ((query) => recent.events.find(query)) }),
    records: { ...records.alerts, ...(parts.commit && { commit: parts.commit }) },
    rules,
    groups: [],
    plan(input) {
      plans.push(input);
      return (parts.plan ?? planNotices)(input);
    },
    wishes: () => ({ silences: [], muteTimes: [], inhibitions: [], acknowledgements }),
    kept: (made) => void turns.push(...made.turns),
    saidBefore: () => {},
    onError: (error) => void faults.push(error),
  });
  return engine;
}
type Engine = Awaited<ReturnType<typeof open>>;

/** The next step ends with these values, and seals. */
async function step(engine: Engine, values: Record<string, number> = {}): Promise<void> {
  clock.advance(STEP_MS);
  const timeMs = clock.now();
  const points = Object.entries(values).map(([instance, value]): Point => {
    return { labels: metric("heat", { instance }), timeMs, value };
  });
  recent.appendNow(samplesOf(points));
  engine.seal(timeMs);
  await engine.idle();
}

const told = () => turns.map(({ alert, from }) => `${alert.labels.instance ?? ""} ${from} > ${alert.state}`);
const standing = (engine: Engine) =>
  Object.fromEntries(engine.alerts().map(({ labels, state }) => [labels.instance ?? "", state]));

describe("rules that are evaluated as steps seal", () => {
  it("tell once of each change, for each label set by itself", async () => {
    const engine = await open([ruleOf({ title: "{{instance}} is {{value}}" })]);
    await step(engine, { a: 1, b: 9 });
    await step(engine, { a: 1, b: 9 });
    await step(engine, { a: 7, b: 2 });
    expect(told()).toEqual(["b normal > firing", "a normal > firing", "b firing > normal"]);
    expect(engine.alerts()).toMatchObject([{ labels: { instance: "a" }, title: "a is 7", value: 7 }]);
    expect(engine.standing()).toEqual(engine.alerts().map((alert) => ({ ...alert, quiet: [] })));
    expect(engine.health("hot")).toMatchObject({
      state: "firing",
      firing: 1,
      lastMs: clock.now(),
      missed: 0,
    });
    expect((await records.alerts.history({ limit: 10 })).changes).toMatchObject([
      { to: "normal", labels: { instance: "b" } },
      { to: "firing", labels: { instance: "a" }, value: 7 },
      { to: "firing", labels: { instance: "b" }, value: 9 },
    ]);
  });

  it("say the newest value, in words too where those have it", async () => {
    const rules = [ruleOf({ title: "Hot" }), ruleOf({ slug: "told", description: "now {{ $value }}" })];
    const engine = await open(rules);
    for (const value of [9, 9, 8]) await step(engine, { a: value });
    expect(engine.alerts()).toMatchObject([
      { title: "Hot", value: 8, sinceMs: START_MS + STEP_MS },
      { description: "now 8", value: 8, sinceMs: START_MS + STEP_MS },
    ]);
  });

  it("are evaluated at multiples of their interval, rounded up to the step, and equal ones share an answer", async () => {
    const rules = [
      ruleOf({ slug: "a", everyMs: 7_000 }),
      ruleOf({ slug: "b", everyMs: 10_000 }),
      ruleOf({
        slug: "c",
        everyMs: 10_000,
        when: { kind: "threshold", expr: "heat", op: "below", level: 0 },
      }),
    ];
    const engine = await open(rules);
    for (let i = 0; i < 6; i++) await step(engine, { a: 1 });
    const times = [0, 10_000, 20_000, 30_000].map((ms) => String(START_MS + ms));
    expect(asked).toEqual(times);
    expect(engine.totals()).toMatchObject({ evaluations: 12, failures: 0, missed: 0, rules: 3 });
  });

  it("go on after a crash where they were: neither again nor forgotten", async () => {
    const rule = ruleOf({ forMs: 10_000 });
    const before = await open([rule]);
    for (let i = 0; i < 3; i++) await step(before, { a: 9, b: 9, c: 1 });
    expect(standing(before)).toEqual({ a: "firing", b: "firing" });
    turns = [];
    // Killed: nothing is said to it.
    const after = await open([rule]);
    expect(standing(after)).toEqual({ a: "firing", b: "firing" });
    await step(after, { a: 9, b: 1, c: 1 });
    expect(told()).toEqual(["b firing > normal"]);
    expect(after.health("hot")).toMatchObject({ missed: 0 });
  });

  it("count the time before a crash and none of that in between", async () => {
    const rule = ruleOf({ forMs: 2 * MINUTE_MS });
    const before = await open([rule]);
    // Long enough that what is pending was written down.
    for (let i = 0; i < 20; i++) await step(before, { a: 9 });
    clock.advance(3_600_000);
    const after = await open([rule]);
    await step(after, { a: 9 });
    expect(standing(after)).toEqual({ a: "pending" });
    let steps = 0;
    while (standing(after).a === "pending" && steps < 30) {
      await step(after, { a: 9 });
      steps++;
    }
    expect(standing(after)).toEqual({ a: "firing" });
    expect(steps).toBeGreaterThan(3);
    expect(steps).toBeLessThan(20);
  });

  it("neither fire nor clear by a clock that is set", async () => {
    const engine = await open([ruleOf({ forMs: 10 * MINUTE_MS })]);
    for (let i = 0; i < 5; i++) await step(engine, { a: 9, b: 1 });
    for (const byMs of [3_600_000, -2 * 3_600_000]) {
      clock.jumpTo(clock.now() + byMs);
      for (let i = 0; i < 5; i++) await step(engine, { a: 9, b: 1 });
      expect(standing(engine)).toEqual({ a: "pending" });
    }
    expect(engine.health("hot")).toMatchObject({ missed: 0 });
  });

  it("are without data or in error where there is nothing or it fails, and never normal by that", async () => {
    const away = new Refusal("store_away", "the store is away");
    const reader = { name: "other", range: () => expect.fail(), instant: () => Promise.reject(away) };
    const other = { kind: "threshold", expr: "x", store: "other", op: "above", level: 1 };
    const engine = await open([ruleOf(), ruleOf({ slug: "far", when: other })], {
      readerOf: ({ store }) => (store === "other" ? reader : undefined),
    });
    await step(engine, { a: 1 });
    // A value is looked for five minutes back, then it is missed for two.
    for (let i = 0; i < 90; i++) await step(engine);
    const states = engine.alerts().map(({ rule, state, error }) => [rule, state, error]);
    expect(states).toContainEqual(["hot", "no-data", null]);
    expect(states).toContainEqual(["far", "error", "the store is away"]);
    expect(engine.health("far")).toMatchObject({ state: "error", error: "the store is away" });
  });

  it("end their alerts when they are removed, turned off or about something else, and keep them when only words change", async () => {
    const engine = await open([ruleOf()]);
    await step(engine, { a: 9 });
    turns = [];
    engine.change("hot", ruleOf({ name: "Hotter", when: { ...ruleOf().when, level: 6 } }));
    await engine.idle();
    expect(engine.alerts()).toMatchObject([{ state: "firing", ruleName: "Hotter" }]);
    expect(told()).toEqual([]);
    engine.change("hot", ruleOf({ when: { kind: "threshold", expr: "heat * 1", op: "above", level: 5 } }));
    await engine.idle();
    expect(told()).toEqual(["a firing > normal"]);
    await step(engine, { a: 9 });
    engine.change("hot", ruleOf({ enabled: false }));
    await engine.idle();
    expect(told().at(-1)).toBe("a firing > normal");
    expect(await records.alerts.states()).toEqual([]);
    expect(engine.health("hot")).toBeUndefined();
  });

  it("count what was due and did not happen", async () => {
    const engine = await open([ruleOf({ everyMs: 10_000 })]);
    await step(engine, { a: 1 });
    clock.advance(25_000);
    await step(engine, { a: 1 });
    expect(engine.health("hot")?.missed).toBe(2);
  });

  it("tell nobody of what could not be kept, and tell it once it can", async () => {
    let isFull = true;
    const engine = await open([ruleOf()], {
      commit: (made) =>
        isFull ? Promise.reject(new Refusal("disk_full", "the disk is full")) : records.alerts.commit(made),
    });
    await step(engine, { a: 9 });
    await step(engine, { a: 1 });
    await step(engine, { a: 9 });
    expect(told()).toEqual([]);
    expect(engine.problems()).toMatchObject([{ code: "alerts_not_kept" }]);
    isFull = false;
    await step(engine, { a: 9 });
    expect(told()).toEqual(["a normal > firing", "a firing > normal", "a normal > firing"]);
    expect(engine.problems()).toEqual([]);
  });

  it("plan again what could not be kept, though nothing changes meanwhile", async () => {
    let isFull = false;
    let released: string[] = [];
    acknowledgements.set("seen", { by: "", note: "", atMs: START_MS });
    const engine = await open([ruleOf({ everyMs: 3_600_000 })], {
      plan: (input) => ({ ...planNotices(input), released, nextMs: null }),
      async commit(made) {
        if (isFull) throw new Refusal("disk_full", "the disk is full");
        if (made.released.length > 0) released = [];
        return records.alerts.commit(made);
      },
    });
    await step(engine, { a: 1 });
    [isFull, released] = [true, ["seen"]];
    engine.replan();
    await engine.idle();
    expect(engine.problems()).toHaveLength(1);
    isFull = false;
    await step(engine);
    expect([released, engine.problems()]).toEqual([[], []]);
  });

  it("are planned at a start though none is evaluated: what was told before may be over", async () => {
    const engine = await open([]);
    expect(plans).toHaveLength(0);
    await step(engine);
    await step(engine);
    expect(plans).toHaveLength(1);
  });

  it("plan again when the plan says so, though nothing seals", async () => {
    const engine = await open([ruleOf()], {
      plan: (input) => ({
        ...planNotices(input),
        nextMs: input.alerts.length > 0 && plans.length < 5 ? input.nowMs + 1_000 : null,
      }),
    });
    await step(engine, { a: 9 });
    const before = plans.length;
    clock.advance(1_000);
    await engine.idle();
    expect(plans.length).toBe(before + 1);
  });

  it("plan within the hour where the plan says that nothing changes for months, which no timer waits for", async () => {
    const waits: number[] = [];
    const { after } = clock;
    clock.after = (ms, fn) => {
      waits.push(ms);
      return after(ms, fn);
    };
    const engine = await open([ruleOf()], {
      plan: (input) => ({ ...planNotices(input), nextMs: input.nowMs + 90 * 86_400_000 }),
    });
    await step(engine, { a: 9 });
    expect(new Set(waits)).toEqual(new Set([3_600_000]));
  });

  it("of more label sets than a rule may have are in error, as a whole", async () => {
    const reader: LaneReader = {
      name: "other",
      range: () => expect.fail(),
      instant: async (_text, timeMs) => ({
        type: "vector",
        timeMs,
        series: Array.from({ length: limits.labelSetsPerRule + 1 }, (_, i) => ({
          labels: metric("x", { i: String(i) }),
          value: 1,
        })),
        warnings: [],
        infos: [],
      }),
    };
    const engine = await open([ruleOf({ noDataAfterMs: 0 })], { readerOf: () => reader });
    await step(engine);
    expect(engine.alerts()).toMatchObject([{ state: "error", labels: {} }]);
    expect(engine.health("hot")?.error).toContain("label sets");
  });

  it("wait neither for other stores that do not answer nor for their end", async () => {
    const far = Array.from({ length: 9 }, (_, i) =>
      ruleOf({ slug: `far${i}`, when: { ...ruleOf().when, store: `far${i}` } }),
    );
    const hanging: (() => void)[] = [];
    const reader: LaneReader = {
      name: "far",
      range: () => expect.fail(),
      instant: (_text, timeMs) =>
        new Promise((resolve) => {
          hanging.push(() => resolve({ type: "scalar", timeMs, value: 9, warnings: [], infos: [] }));
        }),
    };
    const engine = await open([...far, ruleOf()], { readerOf: ({ store }) => (store ? reader : undefined) });
    const seal = async (value: number) => {
      clock.advance(STEP_MS);
      const timeMs = clock.now();
      recent.appendNow(samplesOf([{ labels: metric("heat", { instance: "a" }), timeMs, value }]));
      engine.seal(timeMs);
      await engine.idleHere();
    };
    for (const value of [9, 1, 9]) await seal(value);
    expect(told()).toEqual(["a normal > firing", "a firing > normal", "a normal > firing"]);
    // Eight at once: the ninth has waited for its place, and for the time at which it began to.
    expect(hanging).toHaveLength(8);
    hanging[0]!();
    await expect.poll(() => hanging.length).toBe(9);
    await expect.poll(() => engine.health("far0")).toMatchObject({ missed: 2, firing: 1 });
    expect(engine.health("hot")).toMatchObject({ missed: 0 });
    await engine.stop();
  });

  it("that ask the same at other times do not take each other's place", async () => {
    const hanging: (() => void)[] = [];
    const reader: LaneReader = {
      name: "far",
      range: () => expect.fail(),
      instant: (_text, timeMs) =>
        new Promise((resolve) => {
          hanging.push(() => resolve({ type: "scalar", timeMs, value: 9, warnings: [], infos: [] }));
        }),
    };
    const when = { ...ruleOf().when, store: "far" };
    const rules = [
      ruleOf({ slug: "seldom", everyMs: 6 * STEP_MS, when }),
      ruleOf({ slug: "often", everyMs: STEP_MS, when }),
    ];
    const engine = await open(rules, { readerOf: () => reader });
    clock.jumpTo(START_MS - (START_MS % (6 * STEP_MS)) + 7 * STEP_MS);
    engine.seal(clock.now());
    await engine.idleHere();
    expect(hanging).toHaveLength(2);
    for (const answer of hanging) answer();
    await engine.idle();
    const health = rules.map(({ slug }) => engine.health(slug));
    expect(health).toMatchObject([
      { missed: 0, firing: 1, lastMs: clock.now() - STEP_MS },
      { missed: 0, firing: 1, lastMs: clock.now() },
    ]);
  });

  it("read the past of a new count of events beside all others, and say what takes too long", async () => {
    const when = { kind: "events", events: { types: ["boom"] }, moreThan: 1, windowMs: 10_000 };
    const counting = ruleOf({ slug: "boom", when, noDataAfterMs: 0 });
    const engine = await open([counting, ruleOf()], { find: () => new Promise(() => {}) });
    for (let i = 0; i < 2; i++) {
      clock.advance(STEP_MS);
      const timeMs = clock.now();
      recent.appendNow(samplesOf([{ labels: metric("heat", { instance: "a" }), timeMs, value: 9 }]));
      engine.seal(timeMs);
      await engine.idleHere();
    }
    expect(standing(engine)).toEqual({ a: "firing" });
    clock.advance(10_000);
    await engine.idle();
    expect(engine.health("boom")?.error).toContain("still being read");
  });

  it("count events as they come", async () => {
    const when = { kind: "events", events: { types: ["boom"] }, moreThan: 1, windowMs: 10_000 };
    const engine = await open([ruleOf({ when })]);
    const boom = (id: string) => {
      const plain = {
        subType: "",
        title: "",
        service: "",
        host: "",
        tags: [],
        attributes: {},
        fingerprint: "",
      };
      return { id, timeMs: clock.now(), type: "boom", severity: "error" as const, ...plain };
    };
    recent.appendEventsNow([boom("1"), boom("2")]);
    await step(engine);
    expect(told()).toEqual([" normal > firing"]);
    await step(engine);
    expect(told()).toEqual([" normal > firing", " firing > normal"]);
  });
});
