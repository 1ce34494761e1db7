import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arcPath, gaugeEnds } from "./gauge-arc.ts";
import { goalPart } from "./goal-part.ts";

const some = fc.double({ min: -1e9, max: 1e9, noNaN: true });

describe("the ends of a gauge", () => {
  it("are those given; a ratio's are nothing and a whole; else round ones", () => {
    expect(gaugeEnds({ unit: "none", min: 10, max: 20 }, [15])).toEqual([10, 20]);
    expect(gaugeEnds({ unit: "ratio" }, [0.3])).toEqual([0, 1]);
    expect(gaugeEnds({ unit: "count" }, [180])).toEqual([0, 200]);
    expect(gaugeEnds({ unit: "count", badAt: 900 }, [180])).toEqual([0, 1_000]);
  });

  it("hold every value where none is given, and are never the same", () => {
    fc.assert(
      fc.property(fc.array(some), (values) => {
        const [least, most] = gaugeEnds({ unit: "none" }, values);
        expect(most).toBeGreaterThan(least);
        for (const value of values) expect(value >= least && value <= most).toBe(true);
      }),
    );
  });

  it("are at the ends of the arc, and more than half of it is the long way round", () => {
    expect(arcPath(0, 1)).toMatch(/^M8\.84 58\.34A42 42 0 1 1 91\.16 58\.34$/);
    expect(arcPath(0, 0.5)).toContain(" 0 0 1 50.00 8.00");
  });
});

describe("a part of a goal", () => {
  it("is all of it at the goal and none of it where it began, also downwards", () => {
    fc.assert(
      fc.property(some, some, (goal, from) => {
        fc.pre(Math.abs(goal - from) > 1e-6);
        expect(goalPart(goal, goal, from)).toBe(1);
        expect(goalPart(from, goal, from)).toBeCloseTo(0, 12);
      }),
    );
    expect(goalPart(75, 50, 100)).toBe(0.5);
  });

  it("is not known without a value", () => {
    expect(goalPart(Number.NaN, 10)).toBeNaN();
    expect([goalPart(0, 0), goalPart(1, 0)]).toEqual([1, 0]);
  });
});
