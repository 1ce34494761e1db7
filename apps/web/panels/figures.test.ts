import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stateWord } from "../wall/tile-state.ts";
import { sparkPath } from "./Spark.tsx";
import { sortRows } from "./TablePanel.tsx";
import { stateOf } from "./thresholds.ts";
import { valueRange } from "./value-range.ts";

const auto = { min: undefined, max: undefined, fromZero: false };
const gap = Number.NaN;

describe("the range of values", () => {
  it("holds every value and is never empty", () => {
    const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.boolean(), (a, b, fromZero) => {
        const [least, most] = [Math.min(a, b), Math.max(a, b)];
        const [low, high] = valueRange({ ...auto, fromZero }, least, most);
        expect(low).toBeLessThanOrEqual(least);
        expect(high).toBeGreaterThanOrEqual(most);
        expect(low).toBeLessThan(high);
        if (fromZero && least >= 0) expect(low).toBe(0);
      }),
    );
  });

  it("is what is given, and something where there is no value", () => {
    expect(valueRange({ min: 2, max: 8, fromZero: false }, 0, 100)).toEqual([2, 8]);
    expect(valueRange(auto, gap, gap)).toEqual([0, 1]);
  });
});

describe("a small line", () => {
  it("is parted by gaps, and one value alone is a stroke", () => {
    expect(sparkPath([1, 2, gap, 1, 2]).line.match(/M/g)).toHaveLength(2);
    expect(sparkPath([gap, 1, gap]).line).toMatch(/^M50\.0 12\.0h/);
    expect(sparkPath([gap, gap]).line).toBe("");
  });

  it("leaves room for what is not known yet", () => {
    expect(sparkPath([1, 2], 5).line).toBe("M0.0 22.0L25.0 2.0");
  });
});

describe("a value's state", () => {
  it("is worse where it is more, or less where the bad end is below", () => {
    expect([1, 5, 9].map((value) => stateOf(value, { warnAt: 4, badAt: 8 }))).toEqual(["ok", "warn", "bad"]);
    expect([1, 5, 9].map((value) => stateOf(value, { warnAt: 6, badAt: 2 }))).toEqual(["bad", "warn", "ok"]);
  });

  it("is none where nobody said what is bad, or there is no value", () => {
    expect(stateOf(9, {})).toBe("none");
    expect(stateOf(gap, { badAt: 1 })).toBe("none");
  });
});

describe("a state in words", () => {
  it("is the same on tiles and panels, and low where less is worse", () => {
    const words = (limits: { warnAt: number; badAt: number }) =>
      (["ok", "none", "warn", "bad"] as const).map((state) => stateWord(state, limits));
    expect(words({ warnAt: 4, badAt: 8 })).toEqual(["", "", "high", "critical"]);
    expect(words({ warnAt: 6, badAt: 2 })).toEqual(["", "", "low", "critical"]);
  });
});

describe("the rows of a table", () => {
  const of = (host: string, ...values: number[]) => ({
    name: host,
    query: 0,
    labels: new Map([["host", host]]),
    values: Float64Array.from(values),
  });
  const rows = [of("web-10", 1, 9), of("web-2", 5, 5), of("silent", gap, gap)];
  const names = (by: string, down: boolean) => sortRows(rows, by, down, "last").map(({ name }) => name);

  it("are sorted by a label as people sort, and by a figure", () => {
    expect(names("host", false)).toEqual(["silent", "web-2", "web-10"]);
    expect(names("#value", true)).toEqual(["web-10", "web-2", "silent"]);
    expect(names("#min", true)).toEqual(["web-2", "web-10", "silent"]);
  });

  it("are those of a moment, whatever came later", () => {
    const at = (step?: number) => sortRows(rows, "#value", true, "last", step).map(({ name }) => name);
    expect([at(0)[0], at()[0]]).toEqual(["web-2", "web-10"]);
  });

  it("have those without a value last either way", () => {
    expect(names("#value", false).at(-1)).toBe("silent");
  });
});
