import { metric, type Series } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpr } from "./parse.ts";
import { evaluateInstant } from "./query.ts";

const labels = metric("x_total");

async function at(func: string, timeMs: number, series: Omit<Series, "labels">): Promise<number | undefined> {
  const expr = parseExpr(`${func}(x_total[${timeMs}ms])`);
  const result = await evaluateInstant(expr, { timeMs, select: () => [{ labels, ...series }] });
  return result.type === "vector" ? result.series[0]?.value : undefined;
}

/** A counter at each second, which starts anew where a value falls. */
const someCounter = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 30 });
const everySecond = (values: readonly number[]) => ({
  timesMs: Float64Array.from(values, (_, i) => (i + 1) * 1_000),
  values: Float64Array.from(values),
});

describe("samples that a store folded", () => {
  it("stand for as many as they say, with their sum as value", async () => {
    await fc.assert(
      fc.asyncProperty(someCounter, fc.nat(29), async (values, cut) => {
        const parts = [values.slice(0, cut), values.slice(cut)].filter((part) => part.length > 0);
        const folded = {
          timesMs: Float64Array.from(parts, (_, i) => (i === parts.length - 1 ? values.length : cut) * 1_000),
          values: Float64Array.from(parts, (part) => part.reduce((a, b) => a + b, 0)),
          counts: Float64Array.from(parts, (part) => part.length),
        };
        for (const func of ["sum_over_time", "avg_over_time", "count_over_time"]) {
          const timeMs = values.length * 1_000;
          expect(await at(func, timeMs, folded)).toBe(await at(func, timeMs, everySecond(values)));
        }
      }),
    );
  });

  it("give a counter's growth, with the resets among them and the distances between them", async () => {
    await fc.assert(
      fc.asyncProperty(someCounter, fc.constantFrom(0, 300, 5_000), async (values, moreMs) => {
        const last = values.length - 1;
        let lost = 0;
        for (let i = 1; i <= last; i++) if (values[i]! < values[i - 1]!) lost += values[i - 1]!;
        const folded = {
          timesMs: Float64Array.of(1_000, (last + 1) * 1_000),
          values: Float64Array.of(values[0]!, values[last]!),
          counts: Float64Array.of(1, last),
          lost: Float64Array.of(0, lost - (values[last]! < values[0]! ? values[0]! : 0)),
        };
        for (const func of ["rate", "increase", "delta"]) {
          const timeMs = (last + 1) * 1_000 + moreMs;
          const [got, wanted] = [await at(func, timeMs, folded), await at(func, timeMs, everySecond(values))];
          expect(Math.abs(got! - wanted!)).toBeLessThanOrEqual(1e-12 * Math.abs(wanted!));
        }
      }),
    );
  });
});
