/**
 * The ground that every room stands on: what a series is, how time passes, and how samples lie in memory.
 * It knows nothing of PromQL, HTTP, storage or drawing.
 */
export { type Clock, fasterClock, manualClock, systemClock, type Undo } from "./clock.ts";
export { type Fold, foldLast, foldMax, foldMean, foldMin } from "./folds.ts";
export {
  formatLabels,
  type Labels,
  labelsKey,
  labelsOf,
  labelsToJson,
  METRIC_NAME,
  metric,
  nameOf,
} from "./labels.ts";
export { createLookup, type Lookup } from "./lookup.ts";
export { createMatcher, type Matcher, type MatchOp, matchesAll } from "./matcher.ts";
export { createReplacer } from "./replacer.ts";
export { createRing, type Ring } from "./ring.ts";
export { createSamplesBuilder, type SamplesBuilder, samplesOf } from "./samples.ts";
export { createSealingClock, type SealingClock } from "./seal.ts";
export type { SelectHint } from "./select-hint.ts";
export type { Point, Samples, Series } from "./series.ts";
export { ceilToStep, floorToStep, layColumns } from "./steps.ts";
