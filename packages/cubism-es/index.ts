/**
 * Horizon lanes on canvas, with Cubism's ideas and vocabulary: a context is the clock and width that all lanes share, a
 * metric is one series on its steps, a horizon draws it. Values become pixels in `raster.ts`.
 */
export { add, divide, map, multiply, shift, subtract } from "./algebra.ts";
export { type AxisTick, axisTicks, formatMoment } from "./axis.ts";
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
export { createMetric, type Metric } from "./metric.ts";
export { createPalette, type Palette } from "./palette.ts";
export {
  darkRamps,
  darkSafeRamps,
  lightRamps,
  lightSafeRamps,
  type Ramp,
  type RampName,
  type Ramps,
} from "./ramps.ts";
export { createRaster, type Look, type Mode, type Raster } from "./raster.ts";
export type { Extent, Reader } from "./reader.ts";
export { createRule } from "./rule.ts";
export { createScale, type FixedExtent, type Scale } from "./scale.ts";
