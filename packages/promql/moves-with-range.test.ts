import { describe, expect, it } from "vitest";
import { movesWithRange } from "./moves-with-range.ts";
import { parseExpr } from "./parse.ts";

describe("an expression", () => {
  it.each([
    "x @ start()",
    "sum(rate(x[5m] @ end()))",
    "1 + max_over_time(x[5m:1m] @ start())",
    "rate(x[range()])",
    "x offset (range() / 2)",
    "avg_over_time(rate(x[1m])[-(-range()):1m])",
  ])("%s gives something else where its range is cut", (text) => {
    expect(movesWithRange(parseExpr(text))).toBe(true);
  });

  it.each([
    "x",
    "x @ 1700000000",
    "rate(x[step()])",
    "x offset -5m",
    "max_over_time(rate(x[1m])[5m:1m])",
    "1",
  ])("%s gives the same in parts", (text) => {
    expect(movesWithRange(parseExpr(text))).toBe(false);
  });
});
