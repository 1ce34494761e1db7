import { parseExpr } from "@mission-control/promql";
import { describe, expect, it } from "vitest";
import { carryThresholds } from "./thresholds.ts";
import { carryUnit, inUnit, wrapInUnit } from "./unit.ts";

describe("a unit", () => {
  it.each([
    ["ms", "(up) / 1000", "seconds", 250, 0.25],
    ["s", "up", "seconds", 250, 250],
    ["m", "(up) * 60", "seconds", 2, 120],
    ["percent", "(up) / 100", "ratio", 80, 0.8],
    ["percentunit", "up", "ratio", 0.8, 0.8],
    ["bps", "(up) / 8", "bytes_per_second", 8e6, 1e6],
    ["mbytes", "(up) * 1048576", "bytes", 1, 1_048_576],
    ["rpm", "(up) / 60", "per_second", 90, 1.5],
    ["kelvin", "(up) - 273.15", "celsius", 300, 26.85],
    ["short", "up", "none", 5, 5],
  ])("%s makes %s of an expression, in %s", (name, expr, unit, value, ours) => {
    const carried = carryUnit(name)!;
    expect(carried.unit).toBe(unit);
    expect(wrapInUnit("up", carried)).toBe(expr);
    expect(inUnit(value, carried)).toBeCloseTo(ours, 9);
  });

  it("is that of the whole expression, whatever it ends with", () => {
    const wrapped = wrapInUnit("a + b # both", carryUnit("ms")!);
    expect(parseExpr(wrapped)).toMatchObject({ kind: "binary", op: "/" });
  });

  it("that is none of ours is not guessed", () => {
    for (const name of ["currencyUSD", "dateTimeAsIso", "constructor", "__proto__"]) {
      expect(carryUnit(name)).toBeUndefined();
    }
  });
});

describe("thresholds", () => {
  const of = (...steps: [color: string, value?: number][]) =>
    carryThresholds(steps.map(([color, value]) => ({ color, value })));

  it("rise from well to bad", () => {
    expect(of(["green"], ["orange", 80], ["red", 90])).toEqual({ warnAt: 80, badAt: 90 });
    expect(of(["#299c46"], ["#d44a3a", 1])).toEqual({ badAt: 1 });
    expect(of(["rgba(50, 172, 45, 0.97)"], ["dark-yellow", 5])).toEqual({ warnAt: 5 });
  });

  it("fall from bad to well, where the edge itself is the better part", () => {
    expect(of(["red"], ["yellow", 50], ["green", 80])).toEqual({ warnAt: 79.99992, badAt: 49.99995 });
    expect(of(["semi-dark-red"], ["blue", 1])).toEqual({ warnAt: 0.999999, badAt: 0.999998 });
  });

  it("of one colour say nothing, and those that go both ways are not guessed", () => {
    expect(of(["green"])).toEqual({});
    expect(of(["blue"], ["green", 1])).toEqual({});
    expect(of()).toEqual({});
    expect(of(["red"], ["green", 1], ["red", 5])).toBeUndefined();
    expect(of(["green"], ["red", 5], ["orange", 9])).toBeUndefined();
    expect(of(["red"])).toBeUndefined();
  });
});
