import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEndsScale, createScale, niceAbove } from "./scale.ts";

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

describe("a logarithmic scale", () => {
  it("reaches from a power of ten below the least to a round number above the greatest", () => {
    const scale = createScale("log");
    scale.fit(shown(0.2, 900), {}, 0.2);
    expect(scale).toMatchObject({ baseline: 0, span: 1_000, low: 0.1 });
  });

  it("takes a minimum that is given as its least", () => {
    const scale = createScale("log");
    scale.fit(shown(1, 900), { min: 5, max: 500 }, 1);
    expect(scale).toMatchObject({ span: 500, low: 5, signed: false });
  });

  it("always has a least between nothing and its greatest, and changes seldom", () => {
    const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(0));
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1 }), (windows) => {
        const scale = createScale("log");
        for (const [a, b] of windows) {
          const least = Math.min(...[a, b].map(Math.abs).filter((size) => size > 0));
          scale.fit(shown(Math.min(a, b), Math.max(a, b)), {}, least);
          expect(scale.span).toBeGreaterThan(0);
          // Where the whole scale is as small as a number can be, there is nothing below it.
          if (scale.span > 1e-290) expect(scale.low).toBeGreaterThan(0);
          expect(scale.low).toBeLessThan(scale.span);
        }
      }),
    );
    const scale = createScale("log");
    let changes = 0;
    for (let i = 0; i < 1_000; i++) {
      const least = 0.15 + 0.1 * Math.sin(i);
      if (scale.fit(shown(least, 90), {}, least)) changes++;
    }
    expect(changes).toBeLessThanOrEqual(2);
  });
});

describe("the ends of a line", () => {
  it("are 0 and a round number above the data, below 0 only where the data is", () => {
    const ends = createEndsScale();
    ends.fit(shown(80, 94), {});
    expect(ends).toMatchObject({ low: 0, high: 100 });
    ends.fit(shown(-7, 94), {});
    expect(ends).toMatchObject({ low: -8, high: 100 });
    ends.fit(shown(-7, -3), {});
    expect(ends).toMatchObject({ low: -8, high: 0 });
  });

  it("are what is given, and always one above the other", () => {
    const any = fc.oneof(fc.double(), fc.constantFrom(undefined, 0, 1e300, -1e300, Number.NaN));
    fc.assert(
      fc.property(
        any,
        any,
        fc.option(fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true }))),
        (min, max, data) => {
          const ends = createEndsScale();
          const [a, b] = data ?? [0, 0];
          ends.fit(data === null ? undefined : shown(Math.min(a, b), Math.max(a, b)), { min, max });
          expect(ends.high).toBeGreaterThan(ends.low);
          if (Number.isFinite(min) && Number.isFinite(max) && min! < max!) {
            expect(ends).toMatchObject({ low: min, high: max });
          }
        },
      ),
    );
  });
});
