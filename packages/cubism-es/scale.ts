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

/**
 * How values become heights: `baseline` is height 0 and `span` above it (or below, where `signed`) full height. The
 * automatic part follows the data seldom: it grows at once and shrinks only when far too large, because each change
 * repaints a lane whole.
 */
export function createScale() {
  let automatic = 0;
  const scale = {
    baseline: 0,
    span: 1,
    signed: true,
    /** Fits the scale to what is shown and says whether it changed. */
    fit(shown: Extent | undefined, fixed: FixedExtent): boolean {
      const min = finite(fixed.min);
      const max = finite(fixed.max);
      const baseline = min !== undefined && min > 0 ? min : 0;
      const signed = min === undefined || min < 0;
      const given = Math.max(max === undefined ? 0 : max - baseline, min === undefined ? 0 : -min);
      const needed = Math.max(
        max === undefined && shown !== undefined ? shown.max - baseline : 0,
        min === undefined && shown !== undefined ? -shown.min : 0,
      );
      const misfits = needed > automatic || needed < automatic * FAR_TOO_LARGE;
      if (misfits && needed > 0) automatic = niceAbove(needed);
      else if (misfits && given > 0) automatic = 0;
      const span = Math.max(given, automatic) || 1;
      const changed = baseline !== scale.baseline || span !== scale.span || signed !== scale.signed;
      scale.baseline = baseline;
      scale.span = span;
      scale.signed = signed;
      return changed;
    },
  };
  return scale;
}

/** See `createScale`. */
export type Scale = ReturnType<typeof createScale>;

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
