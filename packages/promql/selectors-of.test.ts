import { describe, expect, it } from "vitest";
import { parseExpr, selectorsOf } from "./index.ts";

const windows = (text: string, context = {}) =>
  selectorsOf(parseExpr(text), context).map(({ beforeMs, afterMs, at }) => [beforeMs, afterMs, at]);

describe("the selectors of an expression", () => {
  it("read back by their range, the lookback, and every offset and subquery around them", () => {
    expect(windows("x")).toEqual([[300_000, 0, undefined]]);
    expect(windows("x", { lookbackMs: 10_000 })).toEqual([[10_000, 0, undefined]]);
    expect(windows("rate(x[1m] offset 10s)")).toEqual([[70_000, -10_000, undefined]]);
    expect(windows("x offset -1m")).toEqual([[240_000, 60_000, undefined]]);
    expect(windows("max_over_time(rate(x[1m])[1h:] offset 1d)")).toEqual([
      [90_060_000, -86_400_000, undefined],
    ]);
  });

  it("read around a fixed time under an @", () => {
    expect(windows("x @ 10 + y @ end()")).toEqual([
      [300_000, 0, 10_000],
      [300_000, 0, "end"],
    ]);
    expect(windows("sum_over_time(x[1m:10s] @ start())")).toEqual([[360_000, 0, "start"]]);
    expect(windows("sum_over_time((x @ 5)[1m:10s] @ start())")).toEqual([[300_000, 0, 5_000]]);
  });

  it("may depend on the step", () => {
    expect(windows("rate(x[step() * 4])", { stepMs: 15_000 })).toEqual([[60_000, 0, undefined]]);
  });

  it("read further for edges that are anchored or smoothed", () => {
    expect(windows("rate(x[1m] smoothed)")).toEqual([[360_000, 300_000, undefined]]);
    expect(windows("rate(x[1m] anchored)")).toEqual([[360_000, 0, undefined]]);
  });

  it("name their matchers, that of the metric too", () => {
    const [first] = selectorsOf(parseExpr('x{a!="1"}'));
    expect(first!.matchers.map(({ name, op, value }) => `${name}${op}${value}`)).toEqual([
      "a!=1",
      "__name__=x",
    ]);
  });

  it("say what they are read for; where that is at other moments than the steps, nobody knows", () => {
    const hints = (text: string) =>
      selectorsOf(parseExpr(text), { stepMs: 60_000 }).map(({ hint }) => [
        hint.func,
        hint.rangeMs,
        hint.startMs,
      ]);
    expect(hints("sum(rate(x[5m] offset 1m))")).toEqual([["rate", 300_000, -60_000]]);
    expect(hints("abs(x) + timestamp(y)")).toEqual([
      ["", 300_000, 0],
      ["timestamp", 300_000, 0],
    ]);
    expect(hints("x[5m]")).toEqual([["unknown", 300_000, 0]]);
    expect(hints("max_over_time(rate(x[1m])[1h:])")).toEqual([["unknown", 60_000, 0]]);
    expect(hints("rate(x[1m] @ 5) + rate(x[1m] smoothed)").map(([func]) => func)).toEqual([
      "unknown",
      "unknown",
    ]);
  });
});
