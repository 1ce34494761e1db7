/**
 * Horizon lanes on canvas, with Cubism's ideas and vocabulary: a context is the clock and width that all lanes share, a
 * metric is one series on its steps, a horizon draws it. Values become pixels in `raster.ts`.
 */
export { add, alias, divide, map, multiply, shift, subtract } from "./algebra.ts";
export { type Columns, columnsOf } from "./columns.ts";
export { type Comparison, type ComparisonStyle, createComparison } from "./comparison.ts";
export {
  type Context,
  type ContextEvent,
  type ContextEvents,
  type ContextOptions,
  createContext,
} from "./context.ts";
export { describeReader } from "./describe.ts";
export type { Drawable, Page, RequestFrame } from "./frames.ts";
export { createHorizon, type Horizon, type HorizonStyle } from "./horizon.ts";
export type { Lane, LaneOptions, LaneWorker } from "./lane.ts";
export { createLine, type Line, type LineStyle } from "./line.ts";
export type { AnyLook, ComparisonLook, EventLook, LineLook, Look, Mode } from "./look.ts";
export { createMetric, type Metric, type MetricOptions } from "./metric.ts";
export { createPalette, type Palette } from "./palette.ts";
export type { Layout } from "./place.ts";
export {
  darkRamps,
  darkSafeRamps,
  lightRamps,
  lightSafeRamps,
  type Ramp,
  type RampName,
  type Ramps,
} from "./ramps.ts";
export { createRaster, type Raster } from "./raster.ts";
export type { Extent, Reader } from "./reader.ts";
export { createRule, type RuleEvents } from "./rule.ts";
export { createScale, type FixedExtent, type Scale, type ScaleKind } from "./scale.ts";
export { createSharedExtent, type SharedExtent } from "./shared-extent.ts";
