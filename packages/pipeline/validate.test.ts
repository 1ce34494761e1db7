import { limits } from "@mission-control/contracts";
import {
  createSamplesBuilder,
  labelsKey,
  labelsOf,
  metric,
  type Point,
  samplesOf,
} from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkSamples, eventFault, type SeriesRoll } from "./validate.ts";

const nowMs = 1_700_000_000_000;

/** Knows what it was told, and nothing at first. */
function rollOf(...known: Point["labels"][]): SeriesRoll {
  const keys = new Set(known.map(labelsKey));
  return {
    get seriesCount() {
      return keys.size;
    },
    knows: (labels) => keys.has(labelsKey(labels)),
    admit: (labels) => void keys.add(labelsKey(labels)),
  };
}

const check = (points: Point[], { maxSeries = 100, roll = rollOf() } = {}) =>
  checkSamples(samplesOf(points), { nowMs, maxSeries, roll });
const at = (labels: Point["labels"], timeMs = nowMs, value = 1): Point => ({ labels, timeMs, value });
const shown = (checked: ReturnType<typeof check>) =>
  Array.from(checked.samples.refs, (ref, i) => [
    labelsKey(checked.samples.labels[ref]!),
    checked.samples.timesMs[i],
    checked.samples.values[i],
  ]);
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`l${i}`, "x"]));

describe("samples that are all good", () => {
  test("come back as the very same columns", () => {
    const samples = samplesOf([at(metric("up")), at(metric("up"), nowMs + limits.futureMs, Number.NaN)]);
    const checked = checkSamples(samples, { nowMs, maxSeries: 1, roll: rollOf() });
    expect(checked.samples).toBe(samples);
    expect(checked).toMatchObject({ rejects: [], rejected: 0 });
  });

  test("are those at every bound", () => {
    const full = metric("m".repeat(limits.nameLength), many(limits.labelsPerSeries));
    const long = metric(":a_1", { _l: "x".repeat(limits.labelValueLength) });
    expect(check([at(full), at(long, -1)]).rejected).toBe(0);
  });
});

describe("samples that cannot be kept", () => {
  test.each([
    ["invalid_metric_name", labelsOf([["job", "api"]])],
    ["invalid_metric_name", metric("1up")],
    ["invalid_metric_name", metric("http.requests")],
    ["invalid_metric_name", metric("<script>")],
    ["invalid_metric_name", metric("m".repeat(limits.nameLength + 1))],
    ["invalid_label_name", metric("up", { "a-b": "x" })],
    ["invalid_label_name", metric("up", { "a:b": "x" })],
    [
      "invalid_label_name",
      labelsOf([
        ["__name__", "up"],
        ["", "x"],
      ]),
    ],
    ["too_many_labels", metric("up", many(limits.labelsPerSeries + 1))],
    ["label_value_too_long", metric("up", { a: "x".repeat(limits.labelValueLength + 1) })],
  ])("are dropped with the reason %s, and the others are kept", (code, bad) => {
    const checked = check([at(bad), at(metric("up")), at(bad)]);
    expect(checked.rejects.map((reject) => reject.code)).toEqual([code]);
    expect(checked.rejected).toBe(2);
    expect(shown(checked)).toEqual([[labelsKey(metric("up")), nowMs, 1]]);
  });

  test.each([
    ["invalid_time", Number.NaN],
    ["invalid_time", Number.POSITIVE_INFINITY],
    ["invalid_time", Number.NEGATIVE_INFINITY],
    ["too_far_ahead", nowMs + limits.futureMs + 1],
  ])("say %s of a series once, however many times it was %d", (code, timeMs) => {
    const up = metric("up");
    const checked = check([at(up, timeMs), at(up, timeMs), at(up, nowMs, 7)]);
    expect(checked.rejects).toMatchObject([{ code, path: "up" }]);
    expect(checked.rejected).toBe(2);
    expect(shown(checked)).toEqual([[labelsKey(up), nowMs, 7]]);
  });

  test("name at most 100 faults, and count them all", () => {
    const points = Array.from({ length: 500 }, (_, i) => at(metric("up", { [`a-${i}`]: "x" })));
    const late = Array.from({ length: 500 }, (_, i) => at(metric("up", { i: `${i}` }), Number.NaN));
    const checked = check([...points, ...late], { maxSeries: 1_000 });
    expect(checked.rejects).toHaveLength(100);
    expect(checked.rejected).toBe(1_000);
    expect(checked.samples.timesMs).toHaveLength(0);
  });

  test("have a path short enough to be shown", () => {
    const bad = metric("up", { a: "x".repeat(limits.labelValueLength + 1) });
    expect(check([at(bad)]).rejects[0]!.path.length).toBeLessThanOrEqual(200);
  });
});

describe("the series limit", () => {
  test("refuses new series beyond it and leaves the known ones alone", () => {
    const known = [metric("a"), metric("b")];
    const checked = check(
      [...known, metric("c")].map((labels) => at(labels)),
      { maxSeries: 2, roll: rollOf(...known) },
    );
    expect(checked.rejects).toEqual([
      { code: "series_limit", path: "c", message: "series limit 2: no new series are taken" },
    ]);
    expect(shown(checked).map(([key]) => key)).toEqual(known.map(labelsKey));
  });

  test("counts the new series of one batch too", () => {
    const roll = rollOf();
    const points = Array.from({ length: 10 }, (_, i) => at(metric("m", { i: `${i}` })));
    expect(check(points, { maxSeries: 4, roll }).rejected).toBe(6);
    expect(roll.seriesCount).toBe(4);
    expect(check(points, { maxSeries: 4, roll }).rejected).toBe(6);
  });

  test("a series refused for its names takes no place", () => {
    const roll = rollOf();
    check([at(metric("1up")), at(metric("up"))], { maxSeries: 1, roll });
    expect(roll.knows(metric("up"))).toBe(true);
    expect(roll.seriesCount).toBe(1);
  });
});

test("kept and rejected samples are together what came in, in its order", () => {
  const names = fc.constantFrom("a", "b", "1bad", "c");
  const times = fc.constantFrom(nowMs, nowMs - 5, Number.NaN, nowMs + limits.futureMs * 2);
  fc.assert(
    fc.property(fc.array(fc.tuple(names, times, fc.double())), (given) => {
      const builder = createSamplesBuilder();
      for (const [name, timeMs, value] of given) builder.add(builder.ref(metric(name)), timeMs, value);
      const checked = checkSamples(builder.take(), { nowMs, maxSeries: 10, roll: rollOf() });
      const good = given.filter(([name, timeMs]) => name !== "1bad" && timeMs <= nowMs);
      expect(shown(checked)).toEqual(
        good.map(([name, timeMs, value]) => [labelsKey(metric(name)), timeMs, value]),
      );
      expect(checked.rejected).toBe(given.length - good.length);
    }),
  );
});

describe("an event", () => {
  test("may lie in the past, have no time, or be a little ahead", () => {
    for (const time of [{}, { time: 0 }, { time: nowMs + limits.futureMs }]) {
      expect(eventFault({ type: "deploy", ...time }, nowMs, "0")).toBeUndefined();
    }
  });

  test("further ahead is refused, with its place in the request", () => {
    const raw = { type: "deploy", time: nowMs + limits.futureMs + 1 };
    expect(eventFault(raw, nowMs, "3")).toMatchObject({ code: "too_far_ahead", path: "3.time" });
    expect(eventFault(raw, nowMs, "")).toMatchObject({ path: "time" });
  });
});
