import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Buckets, bucketFraction, bucketQuantile, coalesce, ensureMonotonic } from "./buckets.ts";
import { createFixture } from "./conformance/fixture.ts";

function bucketsOf(pairs: readonly (readonly [number, number])[]): Buckets {
  const buckets = {
    bounds: Float64Array.from(pairs, ([bound]) => bound),
    counts: Float64Array.from(pairs, ([, count]) => count),
    length: pairs.length,
  };
  coalesce(buckets);
  ensureMonotonic(buckets);
  return buckets;
}

const INF = Number.POSITIVE_INFINITY;
const histogram = fc
  .array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 8 })
  .filter((counts) => counts.some((count) => count > 0))
  .map((counts) => {
    let sum = 0;
    return bucketsOf(
      counts.map((count, i): [number, number] => {
        sum += count;
        return [i === counts.length - 1 ? INF : i + 1, sum];
      }),
    );
  });

describe("a quantile of buckets", () => {
  it("grows with q and stays within the finite bounds", () => {
    fc.assert(
      fc.property(histogram, (buckets) => {
        let previous = 0;
        for (let q = 0.05; q <= 1; q += 0.05) {
          const value = bucketQuantile(q, buckets);
          expect(value).toBeGreaterThanOrEqual(previous);
          expect(value).toBeLessThanOrEqual(buckets.bounds[buckets.length - 2]!);
          previous = value;
        }
      }),
    );
  });

  it("is undone by the fraction below it", () => {
    const buckets = bucketsOf([
      [1, 10],
      [2, 30],
      [4, 60],
      [INF, 60],
    ]);
    for (const q of [0.1, 0.25, 0.5, 0.9]) {
      expect(bucketFraction(0, bucketQuantile(q, buckets), buckets)).toBeCloseTo(q, 12);
    }
  });

  it("is NaN without a last bucket, without a second one, and without observations", () => {
    expect(
      bucketQuantile(
        0.5,
        bucketsOf([
          [1, 10],
          [2, 30],
        ]),
      ),
    ).toBeNaN();
    expect(bucketQuantile(0.5, bucketsOf([[INF, 10]]))).toBeNaN();
    expect(
      bucketQuantile(
        0.5,
        bucketsOf([
          [1, 0],
          [INF, 0],
        ]),
      ),
    ).toBeNaN();
  });

  it("is the lowest bound where that is not above 0, and the highest finite one in the last bucket", () => {
    expect(
      bucketQuantile(
        0.1,
        bucketsOf([
          [-1, 10],
          [INF, 20],
        ]),
      ),
    ).toBe(-1);
    expect(
      bucketQuantile(
        0.9,
        bucketsOf([
          [1, 10],
          [INF, 20],
        ]),
      ),
    ).toBe(1);
  });
});

describe("counts that fall", () => {
  it("are lifted, and only a real fall is told of", () => {
    const fallen = { bounds: Float64Array.of(1, 2, INF), counts: Float64Array.of(5, 3, 8), length: 3 };
    expect(ensureMonotonic(fallen)).toBe(true);
    expect([...fallen.counts]).toEqual([5, 5, 8]);
    const rounded = {
      bounds: Float64Array.of(1, 2, INF),
      counts: Float64Array.of(5, 5 - 1e-14, 8),
      length: 3,
    };
    expect(ensureMonotonic(rounded)).toBe(false);
    expect([...rounded.counts]).toEqual([5, 5, 8]);
  });
});

describe("histogram_quantile", () => {
  const { at, instant, over } = createFixture(`
load 1m
  d_bucket{le="0.1",job="a"} 0+1x10
  d_bucket{le="0.2",job="a"} 0+3x10
  d_bucket{le="+Inf",job="a"} 0+4x10
  d_bucket{le="1",job="b"} 0+2x10
  d_bucket{le="+Inf",job="b"} 0+2x10
  d_bucket{le="much",job="b"} 0+2x10
  f_bucket{le="1"} 5
  f_bucket{le="2"} 3
  f_bucket{le="+Inf"} 8
`);

  it("takes the buckets of each label set, after rates and sums", async () => {
    const result = await at("histogram_quantile(0.5, sum by (le, job) (rate(d_bucket[5m])))", 600);
    expect(result['{job="a"}']).toBeCloseTo(0.15, 12);
    expect(result['{job="b"}']).toBeCloseTo(0.5, 12);
    expect(await over('histogram_fraction(0, 0.1, d_bucket{job="a"})', 60, 120, 60)).toEqual({
      '{job="a"}': [0.25, 0.25],
    });
  });

  it("warns of buckets that are none and of quantiles that are none", async () => {
    const { warnings } = await instant("histogram_quantile(7, d_bucket)", 60);
    expect(warnings).toEqual([
      'PromQL warning: bucket label "le" is missing or has a malformed value of "much" for metric name "d_bucket" (1:23)',
      "PromQL warning: quantile value should be between 0 and 1, got 7 (1:20)",
    ]);
  });

  it("tells of counts it had to lift", async () => {
    const { infos } = await instant("histogram_quantile(0.5, f_bucket)", 0);
    expect(infos).toHaveLength(1);
    expect(infos[0]).toContain("needed to be fixed for monotonicity");
  });

  it("of several quantiles names each by a label", async () => {
    expect(await at('histogram_quantiles(d_bucket{job="a"}, "q", 0.25, 1)', 60)).toEqual({
      '{job="a",q="0.25"}': 0.1,
      '{job="a",q="1.0"}': 0.2,
    });
  });
});
