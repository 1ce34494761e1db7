import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createScale, niceAbove } from "./scale.ts";

const shown = (min: number, max: number) => ({ min, max, mean: (min + max) / 2 });

describe("a nice number", () => {
  it("is at or above what it must hold, and by a third at most", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (value) => {
        const nice = niceAbove(value);
        expect(nice).toBeGreaterThanOrEqual(value);
        expect(nice / value).toBeLessThan(1.3334);
      }),
    );
  });

  it("of what is already round is itself", () => {
    for (const value of [1, 2, 5, 10, 100, 250, 1e6]) expect(niceAbove(value)).toBe(value);
  });

  it("exists at the ends of what a number can be", () => {
    expect(niceAbove(Number.MAX_VALUE)).toBe(Number.MAX_VALUE);
    expect(niceAbove(5e-324)).toBeGreaterThan(0);
  });
});

describe("an automatic scale", () => {
  it("begins at 0 for data that is never negative, even far above it", () => {
    const scale = createScale();
    scale.fit(shown(80, 94), {});
    expect(scale).toMatchObject({ baseline: 0, span: 100 });
  });

  it("gives both signs the same height", () => {
    const scale = createScale();
    scale.fit(shown(-7, 3), {});
    expect(scale).toMatchObject({ baseline: 0, span: 8, signed: true });
  });

  it("grows at once", () => {
    const scale = createScale();
    expect(scale.fit(shown(0, 10), {})).toBe(true);
    expect(scale.fit(shown(0, 10.1), {})).toBe(true);
    expect(scale.span).toBe(12.5);
  });

  it("shrinks only when far too large", () => {
    const scale = createScale();
    scale.fit(shown(0, 100), {});
    expect(scale.fit(shown(0, 31), {})).toBe(false);
    expect(scale.fit(shown(0, 29), {})).toBe(true);
    expect(scale.span).toBe(30);
  });

  it("stays where nothing, or only zeros, is shown", () => {
    const scale = createScale();
    scale.fit(shown(0, 100), {});
    expect(scale.fit(undefined, {})).toBe(false);
    expect(scale.fit(shown(0, 0), {})).toBe(false);
  });

  it("changes seldom while data wanders", () => {
    const scale = createScale();
    let changes = 0;
    for (let i = 0; i < 10_000; i++) if (scale.fit(shown(0, 60 + 30 * Math.sin(i / 50)), {})) changes++;
    expect(changes).toBeLessThanOrEqual(6);
  });

  it("always holds the data, with a positive span", () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1 }), (windows) => {
        const scale = createScale();
        for (const [a, b] of windows) {
          const [min, max] = [Math.min(a, b), Math.max(a, b)];
          scale.fit(shown(min, max), {});
          expect(scale.span).toBeGreaterThan(0);
          expect(scale.span).toBeGreaterThanOrEqual(Math.max(max, -min));
        }
      }),
    );
  });
});

describe("a scale that was given", () => {
  it("does not follow the data", () => {
    const scale = createScale();
    expect(scale.fit(shown(0, 5), { min: 0, max: 200 })).toBe(true);
    expect(scale.fit(shown(0, 5_000), { min: 0, max: 200 })).toBe(false);
    expect(scale).toMatchObject({ baseline: 0, span: 200, signed: false });
  });

  it("starts at a minimum above zero", () => {
    const scale = createScale();
    scale.fit(shown(91, 94), { min: 90, max: 100 });
    expect(scale).toMatchObject({ baseline: 90, span: 10 });
  });

  it("in part leaves the rest automatic", () => {
    const scale = createScale();
    scale.fit(shown(-700, 5), { max: 100 });
    expect(scale).toMatchObject({ span: 800, signed: true });
    scale.fit(shown(0, 5), { max: 100 });
    expect(scale.span).toBe(100);
  });

  it.each([
    { min: 5, max: 5 },
    { min: 9, max: 1 },
    { min: Number.NaN, max: Number.POSITIVE_INFINITY },
    { min: 0, max: 0 },
  ])("and makes no sense (%j) still has a positive span", (fixed) => {
    const scale = createScale();
    scale.fit(shown(1, 3), fixed);
    expect(scale.span).toBeGreaterThan(0);
  });

  it("and taken back is automatic again", () => {
    const scale = createScale();
    scale.fit(shown(0, 3), { min: 0, max: 100 });
    scale.fit(shown(0, 3), {});
    expect(scale.span).toBe(3);
  });
});
