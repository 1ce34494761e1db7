import { parseExpr } from "@mission-control/promql";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMatcher } from "./add-matcher.ts";

const hits = new Set(["hits"]);
const add = (expr: string) => addMatcher(expr, hits, "code", "500");

describe("a matcher that is added", () => {
  it("stands in every selector of the metric", () => {
    expect(add("rate(hits[5m]) / hits")).toBe('rate(hits{code="500"}[5m]) / hits{code="500"}');
    expect(add('hits{host="a"}')).toBe('hits{host="a",code="500"}');
    expect(add("hits{}")).toBe('hits{code="500"}');
  });

  it("goes over one of the same label, and leaves patterns and other labels", () => {
    expect(add('hits{code="200",xcode="1"}')).toBe('hits{xcode="1",code="500"}');
    expect(add('hits{code=~"2..", host="a,b}"}')).toBe('hits{code=~"2..",host="a,b}",code="500"}');
  });

  it("is not added to what only looks like the metric", () => {
    expect(add('sum by (hits_total) (up{job="hits"}) # hits')).toBeUndefined();
    expect(add("my:hits")).toBeUndefined();
  });

  it("leaves what can be read, whatever the value", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const expr = addMatcher('sum(rate(hits{host="a"}[5m]))', hits, "code", value)!;
        expect(() => parseExpr(expr)).not.toThrow();
      }),
    );
  });
});
