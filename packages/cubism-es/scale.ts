import type { Extent } from "./reader.ts";

/** The ends of what a lane shows; what is absent, or no number, is automatic. */
export interface FixedExtent {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

const NICE = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The automatic maximum shrinks only when the data needs less than this part of it. */
const FAR_TOO_LARGE = 0.3;

/** The next round number at or above `value`, which is positive. */
export function niceAbove(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  if (!(unit > 0)) return value;
  const factor = NICE.find((nice) => nice * unit >= value) ?? 10;
  return Math.min(Number.MAX_VALUE, factor * unit);
}

/** What of a lane is fitted: the ends of the finite values it shows. */
type Shown = Pick<Extent, "min" | "max"> | undefined;

/** Whether equal heights stand for equal differences or for equal ratios. */
export type ScaleKind = "linear" | "log";

/** No logarithmic scale goes over more than so many powers of ten. */
const MOST_DECADES = 12;

/** The least magnitude may come so close to what a logarithmic scale shows before that reaches further down. */
const FAR_TOO_DEEP = 1_000;

/**
 * How values become heights: `baseline` is height 0 and `span` above it (or below, where `signed`) full height; on a
 * logarithmic scale `low` is the magnitude of height 0, a power of ten below the least one shown, and `span` that of full
 * height. The automatic part follows the data seldom: it grows at once and shrinks only when far too large, because each
 * change repaints a lane whole.
 */
export function createScale(kind: ScaleKind = "linear") {
  let automatic = 0;

  function fitLow(least: number, min: number | undefined): number {
    const { low, span } = scale;
    const floor = span * 10 ** -MOST_DECADES;
    if (min !== undefined && min > 0 && min < span) return Math.max(min, floor);
    if (!Number.isFinite(least)) return low > 0 && low < span ? low : span / 1_000;
    if (low >= floor && low < least && low < span && least <= low * FAR_TOO_DEEP) return low;
    return Math.max(floor, Math.min(decadeBelow(least), span / 10));
  }

  const scale = {
    baseline: 0,
    span: 1,
    signed: true,
    low: 0,
    /**
     * Fits the scale to what is shown and says whether it changed. `least` is the smallest magnitude shown that is not 0,
     * for a logarithmic one.
     */
    fit(shown: Shown, fixed: FixedExtent, least = Number.POSITIVE_INFINITY): boolean {
      const min = finite(fixed.min);
      const max = finite(fixed.max);
      const baseline = kind === "linear" && min !== undefined && min > 0 ? min : 0;
      const signed = min === undefined || min < 0;
      const given = Math.max(max === undefined ? 0 : max - baseline, min === undefined ? 0 : -min);
      const needed = Math.max(
        max === undefined && shown !== undefined ? shown.max - baseline : 0,
        min === undefined && shown !== undefined ? -shown.min : 0,
      );
      automatic = follow(automatic, needed, given);
      const span = Math.max(given, automatic) || 1;
      let changed = baseline !== scale.baseline || span !== scale.span || signed !== scale.signed;
      scale.baseline = baseline;
      scale.span = span;
      scale.signed = signed;
      if (kind === "log") {
        const low = fitLow(least, min);
        changed ||= low !== scale.low;
        scale.low = low;
      }
      return changed;
    },
  };
  return scale;
}

/** See `createScale`. */
export type Scale = ReturnType<typeof createScale>;

/** Grows at once, shrinks only when far too large. */
function follow(automatic: number, needed: number, given = 0): number {
  if (needed <= automatic && needed >= automatic * FAR_TOO_LARGE) return automatic;
  if (needed > 0) return niceAbove(needed);
  return given > 0 ? 0 : automatic;
}

/**
 * The values at the bottom and the top of a line or a comparison: what is fixed, or else from 0, or below it where the
 * data is, to a round number above the data. It follows as seldom as `createScale`.
 */
export function createEndsScale() {
  let above = 0;
  let below = 0;
  const scale = {
    low: 0,
    high: 1,
    /** Fits the ends to what is shown and says whether they changed. */
    fit(shown: Shown, fixed: FixedExtent): boolean {
      const min = finite(fixed.min);
      const max = finite(fixed.max);
      above = shown !== undefined && shown.max <= 0 && shown.min < 0 ? 0 : follow(above, shown?.max ?? 0);
      below = shown !== undefined && shown.min >= 0 ? 0 : follow(below, -(shown?.min ?? 0));
      let low = min ?? (below > 0 ? -below : 0);
      let high = max ?? (above > 0 ? above : 0);
      if (!(high > low)) {
        if (min === undefined && max !== undefined) low = high - 1;
        else high = low + 1;
        // Where they are so large that one more changes nothing.
        if (!(high > low)) [low, high] = [0, 1];
      }
      const changed = low !== scale.low || high !== scale.high;
      scale.low = low;
      scale.high = high;
      return changed;
    },
  };
  return scale;
}

function decadeBelow(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade < value ? decade : decade / 10;
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
