import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatLabels, metric } from "./labels.ts";
import { createSamplesBuilder, samplesOf } from "./samples.ts";

const point = fc.record({
  labels: fc.constantFrom("a", "b", "c").map((name) => metric(name)),
  timeMs: fc.nat(),
  value: fc.double(),
});

describe("a samples builder", () => {
  test("gives back every sample in the order it came, and each series once", () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 200 }), (points) => {
        const samples = samplesOf(points);
        const back = Array.from(samples.refs, (ref, i) => ({
          labels: samples.labels[ref]!,
          timeMs: samples.timesMs[i]!,
          value: samples.values[i]!,
        }));
        expect(back).toEqual(points);
        expect(samples.labels).toHaveLength(new Set(points.map((one) => formatLabels(one.labels))).size);
      }),
    );
  });

  test("is empty again once its samples are taken, which it changes no more", () => {
    const builder = createSamplesBuilder(0);
    builder.add(builder.ref(metric("a")), 1, 1);
    const first = builder.take();
    expect(builder.length).toBe(0);
    builder.add(builder.ref(metric("b")), 2, 2);
    const second = builder.take();
    expect([...first.values, first.labels.map(formatLabels)]).toEqual([1, ["a"]]);
    expect([...second.values, second.labels.map(formatLabels)]).toEqual([2, ["b"]]);
  });
});
