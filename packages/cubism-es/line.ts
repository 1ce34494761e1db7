import { describeReader } from "./describe.ts";
import { createLane, type Lane, type LaneOptions } from "./lane.ts";
import type { LineLook } from "./look.ts";
import { gapColours, strokeOf, translucent } from "./palette.ts";
import type { Ramp } from "./ramps.ts";
import type { Reader } from "./reader.ts";
import { createEndsScale, type FixedExtent } from "./scale.ts";

/** How a line looks and what it shows. */
export interface LineStyle {
  readonly metric: Reader;
  /** In CSS pixels. */
  readonly height: number;
  /** The line has the colour of its positive part. */
  readonly ramp: Ramp;
  readonly extent?: FixedExtent | undefined;
  /** In CSS pixels; 1.5 where it is absent. */
  readonly strokePx?: number | undefined;
  /** As a horizon's. */
  readonly label?: string | undefined;
}

/** A line lane. */
export interface Line extends Lane {
  configure(change: Partial<LineStyle>): void;
}

/** The range of a column behind its mean. */
const RANGE = 0.3;

/**
 * Draws a metric as a line on a canvas, whose size it sets. Where several values fall on a column, the line is their mean,
 * and the least to the greatest is seen behind it.
 */
export function createLine(options: LineStyle & LaneOptions): Line {
  let style: LineStyle = options;
  const scale = createEndsScale();

  const { lane, restyle } = createLane(options, {
    readers: () => [style.metric],
    height: () => style.height,
    fit: ([strip]) => scale.fit(strip!.extent, style.extent ?? {}),
    look(columnPx, pixelRatio): LineLook {
      const { ramp, strokePx = 1.5 } = style;
      const stroke = strokeOf(ramp.positive);
      return {
        kind: "line",
        colours: { ...gapColours(ramp), stroke, range: translucent(stroke, RANGE) },
        scale: { low: scale.low, high: scale.high },
        strokeRows: Math.max(1, strokePx * pixelRatio),
        columnPx,
        pixelRatio,
      };
    },
    spill: 1,
    label: () => style.label,
    describe: () => describeReader(style.metric),
  });

  return {
    ...lane,
    configure(change) {
      const before = style;
      style = { ...style, ...change };
      restyle(style.metric !== before.metric);
    },
  };
}
