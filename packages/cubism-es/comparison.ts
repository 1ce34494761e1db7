import { format } from "d3-format";
import { createLane, type Lane, type LaneOptions } from "./lane.ts";
import type { ComparisonLook } from "./look.ts";
import { gapColours, strokeOf, translucent } from "./palette.ts";
import type { Ramp } from "./ramps.ts";
import type { Reader } from "./reader.ts";
import { createEndsScale, type FixedExtent } from "./scale.ts";

/** How a comparison looks and what it compares. */
export interface ComparisonStyle {
  readonly primary: Reader;
  /** What it is compared with, such as the same a week ago (`shift`). */
  readonly secondary: Reader;
  /** In CSS pixels. */
  readonly height: number;
  /** More is in its positive colours, less in its negative ones. */
  readonly ramp: Ramp;
  readonly extent?: FixedExtent | undefined;
  /** The height of the primary's edge in CSS pixels; 1.5 where it is absent. */
  readonly strokePx?: number | undefined;
  /** As a horizon's. */
  readonly label?: string | undefined;
}

/** A comparison lane. */
export interface Comparison extends Lane {
  configure(change: Partial<ComparisonStyle>): void;
  /** By what part the primary is more than the secondary (0.25 is a quarter more); NaN where there is none to compare. */
  changeAt(column: number): number;
}

/** The part of a column between the two is seen through. */
const BETWEEN = 0.55;

const percent = format("+.1%");

/** By what part `value` is more than `other`: of 0 nothing is a part. */
function changeOf(value: number, other: number): number {
  if (value === other) return 0;
  const change = (value - other) / Math.abs(other);
  return Number.isFinite(change) ? change : Number.NaN;
}

/**
 * Draws a primary metric against a secondary on a canvas, whose size it sets: the primary's edge, and what lies between
 * the two in the colour of its direction. Where there is no secondary, only the edge; where there is no primary, a gap.
 */
export function createComparison(options: ComparisonStyle & LaneOptions): Comparison {
  let style: ComparisonStyle = options;
  const scale = createEndsScale();
  const shown = { min: 0, max: 0 };

  const { lane, restyle } = createLane(options, {
    readers: () => [style.primary, style.secondary],
    height: () => style.height,
    fit(strips) {
      let any = false;
      for (const { extent } of strips) {
        if (extent === undefined) continue;
        shown.min = any ? Math.min(shown.min, extent.min) : extent.min;
        shown.max = any ? Math.max(shown.max, extent.max) : extent.max;
        any = true;
      }
      return scale.fit(any ? shown : undefined, style.extent ?? {});
    },
    look: (columnPx, pixelRatio) => lookOf(columnPx, pixelRatio),
    spill: 0,
    label: () => style.label,
    describe,
  });

  function lookOf(columnPx: number, pixelRatio: number): ComparisonLook {
    const { ramp, strokePx = 1.5 } = style;
    const up = strokeOf(ramp.positive);
    const down = strokeOf(ramp.negative);
    return {
      kind: "comparison",
      colours: {
        ...gapColours(ramp),
        up: translucent(up, BETWEEN),
        upEdge: up,
        down: translucent(down, BETWEEN),
        downEdge: down,
        edge: translucent(up, BETWEEN),
      },
      scale: { low: scale.low, high: scale.high },
      strokeRows: Math.max(1, strokePx * pixelRatio),
      columnPx,
      pixelRatio,
    };
  }

  function changeAt(column: number): number {
    return changeOf(style.primary.at(column), style.secondary.at(column));
  }

  function describe(): string {
    const latest = style.primary.latest();
    if (latest === undefined) return "no data";
    const change = changeAt(options.context.columnOf(latest.timeMs) ?? Number.NaN);
    const value = `latest ${Number.isFinite(latest.value) ? format(".3~s")(latest.value) : "infinite"}`;
    return Number.isNaN(change) ? `${value}, nothing to compare with` : `${value}, ${percent(change)}`;
  }

  return {
    ...lane,
    changeAt,
    configure(change) {
      const before = style;
      style = { ...style, ...change };
      restyle(style.primary !== before.primary || style.secondary !== before.secondary);
    },
  };
}
