import { type Rule, ruleSchema } from "@mission-control/contracts";
import { type Labels, labelsOf, metric } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conditionOf } from "./condition.ts";
import { createJudge, type Judged, type JudgeInput, type JudgeState } from "./judge.ts";

const EVERY = 10_000;
const MINUTE = 60_000;

function ruleOf(more: Record<string, unknown> = {}, when?: Record<string, unknown>): Rule {
  return ruleSchema.parse({
    slug: "load",
    name: "Load",
    when: when ?? { kind: "threshold", expr: "load", level: 10, clear: 5 },
    ...more,
  });
}

const judgeOf = (rule: Rule, kept: readonly JudgeState[] = [], keptMs?: number) =>
  createJudge({ rule, condition: conditionOf(rule.when), kept, keptMs });

const api = metric("load", { service: "api" });
const web = metric("load", { service: "web" });
/** A value of the first, of the second, …; undefined is none. */
const found = (...values: (number | undefined)[]) =>
  [api, web].flatMap((labels, i) => {
    const value = values[i];
    return value === undefined ? [] : [{ labels, value }];
  });

/** Steps a judge over inputs, one each interval; each change as text with its second. */
function changesOf(rule: Rule, inputs: JudgeInput[], startMs = 0): string[] {
  const judge = judgeOf(rule);
  return inputs.flatMap((input, i) => judge.step(startMs + i * EVERY, input)).map(textOf);
}
const textOf = ({ labels, from, to, atMs }: Judged) =>
  `${atMs / 1_000} ${labels.service ?? "{}"} ${from} > ${to}`;
const times = (count: number, input: JudgeInput): JudgeInput[] => Array.from({ length: count }, () => input);

describe("a judge", () => {
  it("fires after it has been bad for long enough, and clears below its own level after long enough", () => {
    const rule = ruleOf({ forMs: 30_000, clearForMs: 20_000 });
    const values = [1, 11, 11, 11, 11, 7, 4, 7, 4, 4, 4, 1];
    expect(
      changesOf(
        rule,
        values.map((value) => found(value)),
      ),
    ).toEqual([
      "10 api normal > pending",
      "40 api pending > firing",
      "60 api firing > recovering",
      "70 api recovering > firing",
      "80 api firing > recovering",
      "100 api recovering > normal",
    ]);
  });

  it("fires and clears at once where no time is asked for", () => {
    expect(changesOf(ruleOf(), [found(1), found(11), found(7), found(5)])).toEqual([
      "10 api normal > firing",
      "30 api firing > normal",
    ]);
  });

  it("has one alert for each label set, the metric's name being no label", () => {
    const judge = judgeOf(ruleOf());
    const [one] = judge.step(0, found(11, 1));
    expect(one).toMatchObject({ labels: { service: "api" }, to: "firing", value: 11 });
    expect(judge.states().map(({ labels, state }) => [labels.service, state])).toEqual([
      ["api", "firing"],
      ["web", "normal"],
    ]);
    expect(new Set(judge.states().map(({ id }) => id)).size).toBe(2);
  });

  it("says that data are missing after that time, by label set and as a rule, and goes on as it was", () => {
    const rule = ruleOf({ noDataAfterMs: 20_000 });
    expect(changesOf(rule, [found(11, 1), ...times(3, found(undefined, 1)), found(11, 1)])).toEqual([
      "0 api normal > firing",
      "20 api firing > no-data",
      "40 api no-data > firing",
    ]);
    expect(changesOf(rule, [...times(4, []), found(1, 1)])).toEqual([
      "20 {} normal > no-data",
      "40 {} no-data > normal",
    ]);
    expect(changesOf(rule, [found(1), ...times(4, [])])).toEqual(["20 api normal > no-data"]);
    const nan = [{ labels: api, value: Number.NaN }];
    expect(changesOf(rule, [found(1), ...times(4, nan)])).toEqual(["20 api normal > no-data"]);
  });

  it("keeps since when it fires through missing data", () => {
    const judge = judgeOf(ruleOf({ noDataAfterMs: 10_000, forMs: 10_000 }));
    const inputs = [found(11), found(11), [], [], found(11)];
    for (const [i, input] of inputs.entries()) judge.step(i * EVERY, input);
    expect(judge.states()).toMatchObject([{ state: "firing", firingMs: 10_000, sinceMs: 40_000 }]);
  });

  it.each([
    ["firing", ["20 api normal > firing", "50 api firing > normal"]],
    ["normal", []],
    ["keep", []],
  ])("makes of missing data what the rule says: %s", (noData, expected) => {
    const rule = ruleOf({ noDataAfterMs: 20_000, noData });
    expect(changesOf(rule, [found(1), ...times(4, []), found(1)])).toEqual(expected);
  });

  it("lets what fires be over where missing data are normal", () => {
    const rule = ruleOf({ noDataAfterMs: 20_000, noData: "normal" });
    const judge = judgeOf(rule);
    const changes = [found(11, 1), found(11, 1), ...times(3, found(undefined, 1))].flatMap((input, i) =>
      judge.step(i * EVERY, input),
    );
    expect(changes.map(textOf)).toEqual(["0 api normal > firing", "30 api firing > normal"]);
    expect(judge.states().map(({ labels }) => labels.service)).toEqual(["web"]);
  });

  it.each(["no-data", "firing", "keep"])(
    "ends what is gone for a day while others are there: %s",
    (noData) => {
      const rule = ruleOf({ noData, everyMs: 3_600_000, noDataAfterMs: 0 });
      const judge = judgeOf(rule);
      judge.step(0, found(11, 1));
      const changes: Judged[] = [];
      for (let hour = 1; hour <= 24; hour++)
        changes.push(...judge.step(hour * 3_600_000, found(undefined, 1)));
      expect(changes.at(-1)).toMatchObject({ labels: { service: "api" }, to: "normal", atMs: 86_400_000 });
      expect(judge.states()).toHaveLength(1);
    },
  );

  it("never calls a rule well that has no data at all", () => {
    const judge = judgeOf(ruleOf({ everyMs: 3_600_000, noDataAfterMs: 0 }));
    judge.step(0, found(1, 1));
    for (let hour = 1; hour <= 100; hour++) judge.step(hour * 3_600_000, []);
    expect(judge.states().map(({ state }) => state)).toEqual(["no-data", "no-data"]);
  });

  it("says that the evaluation fails once it has failed for long enough, and goes on as it was", () => {
    const rule = ruleOf({ noDataAfterMs: 20_000 });
    const failed = { error: "the store is away" };
    const inputs = [found(11, 1), failed, found(11, 1), ...times(3, failed), found(11, 1)];
    expect(changesOf(rule, inputs)).toEqual([
      "0 api normal > firing",
      "40 api firing > error",
      "40 web normal > error",
      "60 api error > firing",
      "60 web error > normal",
    ]);
    expect(changesOf(rule, [...times(4, failed), found(1)])).toEqual([
      "20 {} normal > error",
      "40 {} error > normal",
    ]);
    const judge = judgeOf(rule);
    judge.step(0, failed);
    expect(judge.states()).toMatchObject([{ state: "normal", error: "the store is away" }]);
  });

  it.each([
    ["firing", ["20 api normal > firing"]],
    ["normal", []],
    ["keep", []],
  ])("makes of a failing evaluation what the rule says: %s", (onError, expected) => {
    const rule = ruleOf({ noDataAfterMs: 20_000, onError });
    expect(changesOf(rule, [found(1), ...times(3, { error: "away" })])).toEqual(expected);
  });

  it("takes label sets that differ by name only, and too many of them, for a failing evaluation", () => {
    const judge = judgeOf(ruleOf({ noDataAfterMs: 0 }));
    judge.step(0, [
      { labels: metric("a", { service: "api" }), value: 1 },
      { labels: metric("b", { service: "api" }), value: 2 },
    ]);
    expect(judge.states()[0]?.error).toContain('{service="api"}');
    const many = Array.from({ length: 10_001 }, (_, i) => ({ labels: labelsOf([["i", `${i}`]]), value: 99 }));
    judge.step(EVERY, many);
    expect(judge.states()).toMatchObject([{ state: "error", error: expect.stringContaining("10001") }]);
  });

  it("has a query of any kind as Prometheus has it: what is not there is over", () => {
    const rule = ruleOf({ forMs: 20_000, clearForMs: 10_000 }, { kind: "promql", expr: "load" });
    const inputs = [found(0), found(), ...times(3, found(0)), found(), found(0), ...times(3, found())];
    expect(changesOf(rule, inputs)).toEqual([
      "0 api normal > pending",
      "10 api pending > normal",
      "20 api normal > pending",
      "40 api pending > firing",
      "50 api firing > recovering",
      "60 api recovering > firing",
      "70 api firing > recovering",
      "80 api recovering > normal",
    ]);
    const judge = judgeOf(rule);
    for (const [i, input] of inputs.entries()) judge.step(i * EVERY, input);
    expect(judge.states()).toEqual([]);
  });

  it("counts no time in which nobody looked, nor a clock that is set", () => {
    const rule = ruleOf({ forMs: 5 * MINUTE, noDataAfterMs: 2 * MINUTE });
    for (const pauseMs of [60 * MINUTE, -60 * MINUTE]) {
      const judge = judgeOf(rule);
      judge.step(0, found(11, 1));
      judge.step(EVERY, found(11));
      const back = EVERY + pauseMs;
      expect(judge.step(back, found(11)).map(textOf)).toEqual([]);
      const later: string[] = [];
      for (let ms = EVERY; ms <= 5 * MINUTE; ms += EVERY)
        later.push(...judge.step(back + ms, found(11)).map((one) => textOf({ ...one, atMs: ms })));
      // 10 s of each had passed before, and one interval counts at the first evaluation after it.
      expect(later).toEqual(["100 web normal > no-data", "280 api pending > firing"]);
    }
  });

  it("fires and is over in the end however seldom it is evaluated", () => {
    const rule = ruleOf({ forMs: 3 * EVERY, clearForMs: 2 * EVERY });
    const judge = judgeOf(rule);
    const changes: string[] = [];
    for (let i = 0; i < 10; i++)
      changes.push(...judge.step(i * 5 * EVERY, found(i < 5 ? 11 : 1)).map(textOf));
    expect(changes).toEqual([
      "0 api normal > pending",
      "150 api pending > firing",
      "250 api firing > recovering",
      "350 api recovering > normal",
    ]);
  });

  it.each<[string, JudgeInput]>([
    ["in error", { error: "away" }],
    ["without data", []],
  ])("holds nothing for the time that it is %s", (_, missing) => {
    const rule = ruleOf({ forMs: 3 * EVERY, clearForMs: 3 * EVERY, noDataAfterMs: 10 * MINUTE });
    const inputs = [found(11), ...times(9, missing), ...times(3, found(11)), found(1), ...times(9, missing)];
    expect(changesOf(rule, [...inputs, ...times(3, found(1))])).toEqual([
      "0 api normal > pending",
      "120 api pending > firing",
      "130 api firing > recovering",
      "250 api recovering > normal",
    ]);
  });

  it("does not call a service well again that was slow until it died", () => {
    const rule = ruleOf({ noDataAfterMs: 20_000 }, { kind: "slow", service: "", quantile: 0.9, aboveS: 5 });
    expect(changesOf(rule, [found(11, 1), ...times(4, []), found(1)])).toEqual([
      "0 api normal > firing",
      "20 api firing > no-data",
      "50 api no-data > normal",
    ]);
    const judge = judgeOf(rule);
    judge.step(0, found(1, 1));
    judge.step(EVERY, []);
    expect(judge.states()).toEqual([]);
  });

  it("ends all of them when its rule does", () => {
    const judge = judgeOf(ruleOf());
    judge.step(0, found(11, 1));
    expect(judge.end(EVERY).map(textOf)).toEqual(["10 api firing > normal"]);
    expect(judge.states()).toEqual([]);
  });
});

describe("whatever is found", () => {
  const value = fc.option(fc.constantFrom(1, 5, 7, 10, 11, 20, Number.NaN), { nil: undefined });
  const input: fc.Arbitrary<JudgeInput> = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(value, value).map((values) => found(...values)) },
    { weight: 1, arbitrary: fc.constant({ error: "away" }) },
  );
  /** How long after the last one it is evaluated: mostly as it should be, sometimes after a pause or a clock that is set. */
  const after = fc.oneof(
    { weight: 12, arbitrary: fc.constant(EVERY) },
    { weight: 1, arbitrary: fc.constantFrom(2 * EVERY, 3 * EVERY, 10 * EVERY, 600_000, -600_000) },
  );
  const run = fc.array(fc.tuple(after, input), { maxLength: 80 });
  const seconds = fc.constantFrom(0, 10_000, 20_000, 50_000);
  const rule = fc
    .record({
      forMs: seconds,
      clearForMs: seconds,
      noDataAfterMs: seconds,
      noData: fc.constantFrom("no-data", "firing", "normal", "keep"),
      onError: fc.constantFrom("error", "firing", "normal", "keep"),
      kind: fc.constantFrom("threshold", "promql"),
    })
    .map(({ kind, ...more }) => (kind === "promql" ? ruleOf(more, { kind, expr: "load" }) : ruleOf(more)));

  type Run = [number, JudgeInput][];
  const timesOf = (steps: Run): number[] => {
    let timeMs = 1_000_000_000;
    return steps.map(([afterMs]) => (timeMs += afterMs));
  };

  it("goes on where it was after a restart, wherever that is", () => {
    fc.assert(
      fc.property(rule, run, fc.nat(80), (given, steps, cut) => {
        const timesMs = timesOf(steps);
        const whole = judgeOf(given);
        const first = judgeOf(given);
        let second: ReturnType<typeof judgeOf> | undefined;
        for (const [i, [, seen]] of steps.entries()) {
          if (i === cut) second = judgeOf(given, JSON.parse(JSON.stringify(first.states())), timesMs[i - 1]);
          const expected = whole.step(timesMs[i] ?? 0, seen);
          expect((second ?? first).step(timesMs[i] ?? 0, seen)).toEqual(expected);
        }
        expect((second ?? first).states()).toEqual(whole.states());
      }),
    );
  });

  /** Each change, and for how long the state that it ends was looked at. */
  function lookedAt(given: Rule, steps: Run): { change: string; lookedMs: number }[] {
    const judge = judgeOf(given);
    const timesMs = timesOf(steps);
    const looked = new Map<string, number>();
    return steps.flatMap(([, seen], i) => {
      const timeMs = timesMs[i] ?? 0;
      const passedMs = timeMs - (timesMs[i - 1] ?? timeMs);
      const counted = passedMs >= 0 && passedMs <= 3 * EVERY ? passedMs : EVERY;
      // An evaluation that fails looks at nothing.
      if (!("error" in seen)) for (const [id, ms] of looked) looked.set(id, ms + counted);
      return judge.step(timeMs, seen).map(({ id, from, to }) => {
        const lookedMs = looked.get(id) ?? 0;
        looked.set(id, 0);
        return { change: `${from} > ${to}`, lookedMs };
      });
    });
  }

  it("fires only after `forMs` of looking, and is over only after `clearForMs` of it", () => {
    fc.assert(
      fc.property(rule, run, (given, steps) => {
        // Where missing data or a failure fire or end an alert by themselves, no length holds.
        fc.pre(![given.noData, given.onError].some((as) => as === "firing" || as === "normal"));
        for (const { change, lookedMs } of lookedAt(given, steps)) {
          if (change === "pending > firing") expect(lookedMs).toBeGreaterThanOrEqual(given.forMs);
          if (change === "recovering > normal") expect(lookedMs).toBeGreaterThanOrEqual(given.clearForMs);
          if (given.forMs > 0) expect(change).not.toBe("normal > firing");
        }
      }),
    );
  });

  it("tells each change once, from the state that was before", () => {
    fc.assert(
      fc.property(rule, run, (given, steps) => {
        const judge = judgeOf(given);
        const timesMs = timesOf(steps);
        const stands = new Map<string, string>();
        for (const [i, [, seen]] of steps.entries()) {
          for (const { id, from, to, atMs } of judge.step(timesMs[i] ?? 0, seen)) {
            expect(atMs).toBe(timesMs[i]);
            expect(from).toBe(stands.get(id) ?? "normal");
            expect(to).not.toBe(from);
            stands.set(id, to);
          }
          const kept = new Map(judge.states().map(({ id, state }) => [id, state]));
          for (const [id, state] of stands) expect(kept.get(id) ?? "normal").toBe(state);
          for (const { state, firingMs } of judge.states()) {
            if (state === "firing" || state === "recovering") expect(firingMs).not.toBeNull();
            if (state === "normal" || state === "pending") expect(firingMs).toBeNull();
          }
        }
      }),
    );
  });

  it("has label sets that know nothing of each other while all of them are there", () => {
    const values = fc.array(fc.tuple(fc.constantFrom(1, 7, 11), fc.constantFrom(1, 7, 11)), {
      maxLength: 60,
    });
    const of = (changes: Judged[], service: string) =>
      changes.filter(({ labels }) => labels.service === service);
    fc.assert(
      fc.property(rule, values, (given, pairs) => {
        const [both, alone] = [judgeOf(given), judgeOf(given)];
        for (const [i, [a, b]] of pairs.entries()) {
          const changes = both.step(i * EVERY, found(a, b));
          expect(of(changes, "api")).toEqual(alone.step(i * EVERY, found(a)));
        }
      }),
    );
  });

  it("is a matter of the labels, not of the object that holds them", () => {
    const copyOf = (labels: Labels): Labels => new Map(labels);
    fc.assert(
      fc.property(rule, run, (given, steps) => {
        const [same, copied] = [judgeOf(given), judgeOf(given)];
        const timesMs = timesOf(steps);
        for (const [i, [, seen]] of steps.entries()) {
          const other =
            "error" in seen ? seen : seen.map(({ labels, value }) => ({ labels: copyOf(labels), value }));
          expect(copied.step(timesMs[i] ?? 0, other)).toEqual(same.step(timesMs[i] ?? 0, seen));
        }
      }),
    );
  });
});
