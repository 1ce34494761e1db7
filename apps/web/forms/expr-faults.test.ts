import { expandIntervals } from "@mission-control/contracts";
import { PromqlError, parseExpr } from "@mission-control/promql";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultFromServer, faultOf, faultWords, placeWords } from "./expr-faults.ts";
import { queryEnd } from "./query-end.ts";

describe("the end of a query", () => {
  it("is before the first call, and the end of the text without one", () => {
    expect(queryEnd("up |> smooth(5m) |> abs")).toBe(3);
    expect(queryEnd("up |> ")).toBe(3);
    for (const text of ["up", "", 'up{a="|>"}', "up # |> smooth"]) expect(queryEnd(text)).toBe(text.length);
  });
});

describe("what is wrong with an expression", () => {
  it("is nothing where it can be read, with intervals and calls", () => {
    for (const text of [
      "up",
      "",
      "rate(up[$__rate_interval]) |> smooth(5m)",
      "avg_over_time(up[$__interval])",
    ])
      expect(faultOf(text)).toBeUndefined();
  });

  it("stands where it is, on any line", () => {
    const text = "sum(\n  rate(up[$__rate_interval])) foo";
    expect(text.slice(faultOf(text)!.from, faultOf(text)!.to)).toBe("foo");
    expect(placeWords(text, faultOf(text)!.from)).toBe("line 2, column 31");
  });

  it("is a call that is none, behind a query that is fine", () => {
    expect(faultOf("up |> 5")).toMatchObject({ from: 3, to: 7 });
  });

  it("lies inside of the text, for any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const fault = faultOf(text);
        if (fault === undefined) return;
        expect(fault.from).toBeGreaterThanOrEqual(0);
        expect(fault.to).toBeLessThanOrEqual(text.length);
        expect(fault.from).toBeLessThanOrEqual(fault.to);
      }),
    );
  });
});

describe("a fault that the server tells", () => {
  const told = (text: string) => {
    const sent = expandIntervals(text, 60_000, 5_000);
    try {
      parseExpr(sent);
    } catch (error) {
      if (error instanceof PromqlError) return faultFromServer(text, error, 60_000, 5_000);
    }
    return undefined;
  };

  it("is where it is in what was written, though intervals were expanded", () => {
    for (const text of [
      "up foo",
      "rate(up[$__rate_interval]) foo",
      "rate(up[$__rate_interval]) + avg_over_time(up[$__interval]) foo",
      "sum(\n rate(up[$__rate_interval])) foo",
    ]) {
      const fault = told(text)!;
      expect(text.slice(fault.from, fault.to)).toBe("foo");
    }
  });

  it("has no place where none is told", () => {
    expect(faultFromServer("up", { message: "too much" }, 1, 1)).toBeUndefined();
  });

  it("is said without the place and the parameter that servers begin with", () => {
    expect(faultWords('invalid parameter "query": 1:4: parse error: unexpected foo')).toBe("unexpected foo");
  });
});
