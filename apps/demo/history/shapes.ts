import { settingsSchema } from "@mission-control/contracts";
import { dayCurve } from "../load/day-curve.ts";

const DAY_MS = 86_400_000;
/** The shop grows so much a day. */
const GROWTH = 0.006;

/** The bounds of the histograms that Mission Control makes of timers, in seconds. */
export const bounds: readonly number[] = settingsSchema.parse({}).statsd.buckets;

/** How much is asked of the shop, where 1 is its busiest hour at `nowMs`: the day, the week, and the slow growth up to now. */
export const demand = (timeMs: number, nowMs: number): number =>
  dayCurve(timeMs) * Math.exp((GROWTH * (timeMs - nowMs)) / DAY_MS);

/** How far latencies reach: with the shape b of a log-logistic distribution, p90 is 9^(1/b) times the median. */
const LATENCY_SHAPE = 2.4;
const MEAN_OF_MEDIAN = Math.PI / LATENCY_SHAPE / Math.sin(Math.PI / LATENCY_SHAPE);

/**
 * The share of a log-logistic distribution up to `bound`, 1 / (1 + (bound / median)^-b): the long tail that latencies have,
 * without an integral.
 */
export const shareUpTo = (bound: number, median: number): number =>
  1 / (1 + (median / bound) ** LATENCY_SHAPE);

/** Its mean: median · (π/b) / sin(π/b). */
export const meanOf = (median: number): number => median * MEAN_OF_MEDIAN;
