import type { PromData } from "@mission-control/contracts";
import type { InstantResult } from "@mission-control/promql";
import { labelsToJson } from "@mission-control/series";

/** A value as Prometheus writes it in JSON: text, so that infinities and NaN have a form. */
export function formatValue(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}

/** An instant query's answer in Prometheus' shape. */
export function instantData(result: InstantResult, timeMs: number): PromData {
  const at = timeMs / 1000;
  switch (result.type) {
    case "scalar":
      return { resultType: "scalar", result: [at, formatValue(result.value)] };
    case "string":
      return { resultType: "string", result: [at, result.value] };
    case "vector":
      return {
        resultType: "vector",
        result: result.series.map(({ labels, value }) => ({
          metric: labelsToJson(labels),
          value: [at, formatValue(value)] as [number, string],
        })),
      };
    default:
      return {
        resultType: "matrix",
        result: result.series.map(({ labels, timesMs, values }) => ({
          metric: labelsToJson(labels),
          values: Array.from(timesMs, (time, i): [number, string] => [time / 1000, formatValue(values[i]!)]),
        })),
      };
  }
}
