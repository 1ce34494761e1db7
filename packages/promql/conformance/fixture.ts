import { formatLabels } from "@mission-control/series";
import { parseExpr } from "../parse.ts";
import { type EvaluateOptions, evaluateInstant, evaluateRange } from "../query.ts";
import { readScript } from "./script.ts";
import { createStorage } from "./storage.ts";

/**
 * Series written as test files write them (`load 10s`, then one series a line), to ask by text. Values come by the series'
 * text; over a range a missing value is undefined.
 */
export function createFixture(script: string, more: Partial<EvaluateOptions> = {}) {
  const storage = createStorage();
  for (const command of readScript(script)) {
    if (command.kind === "load") storage.add(command.series, command.stepMs, command.withBuckets);
  }
  const options: EvaluateOptions = {
    select: (matchers, startMs, endMs) => storage.select(matchers, startMs, endMs, () => {}),
    ...more,
  };
  const instant = (query: string, timeS: number) =>
    evaluateInstant(parseExpr(query), { ...options, timeMs: timeS * 1000 });
  const range = (query: string, startS: number, endS: number, stepS: number) =>
    evaluateRange(parseExpr(query), {
      ...options,
      startMs: startS * 1000,
      endMs: endS * 1000,
      stepMs: stepS * 1000,
    });
  return {
    instant,
    range,
    /** The vector or scalar at a time, by series. */
    async at(query: string, timeS: number): Promise<Record<string, number>> {
      const result = await instant(query, timeS);
      if (result.type === "scalar") return { "": result.value };
      if (result.type !== "vector") throw new TypeError(`a ${result.type}`);
      return Object.fromEntries(result.series.map(({ labels, value }) => [formatLabels(labels), value]));
    },
    /** The values over a range, by series. */
    async over(query: string, startS: number, endS: number, stepS: number) {
      const { series } = await range(query, startS, endS, stepS);
      return Object.fromEntries(
        series.map(({ labels, values, present }) => [
          formatLabels(labels),
          Array.from(values, (value, i) => (present[i] === 1 ? value : undefined)),
        ]),
      );
    },
  };
}
