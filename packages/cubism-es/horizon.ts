import type { Undo } from "@mission-control/series";
import { describeReader } from "./describe.ts";
import { createLane, type Lane, type LaneOptions } from "./lane.ts";
import type { Look, Mode } from "./look.ts";
import { createPalette } from "./palette.ts";
import type { Ramp } from "./ramps.ts";
import type { Reader } from "./reader.ts";
import { createScale, type FixedExtent, type ScaleKind } from "./scale.ts";
import type { SharedExtent } from "./shared-extent.ts";
import type { Strip } from "./strip.ts";

/** How a horizon looks and what it shows. */
export interface HorizonStyle {
  readonly metric: Reader;
  /** In CSS pixels. */
  readonly height: number;
  readonly ramp: Ramp;
  /** 1 to 8; 4 where it is absent. */
  readonly bands?: number | undefined;
  /** "offset" where it is absent: below zero values hang from the top. */
  readonly mode?: Mode | undefined;
  /**
   * What full height stands for: both ends, one of them, none (then it follows the data), or one that lanes share. A
   * shared one is given when the lane is made, and stays.
   */
  readonly extent?: FixedExtent | SharedExtent | undefined;
  /** "linear" where it is absent; a shared extent has its own. */
  readonly scale?: ScaleKind | undefined;
  /** CSS hex of the tint over "no data"; the ramp's own where it is absent. */
  readonly gap?: string | undefined;
  /** Its name for those who do not see it: the lane then keeps the canvas' `aria-label` with itself in words. */
  readonly label?: string | undefined;
}

/** A horizon lane. */
export interface Horizon extends Lane {
  configure(change: Partial<HorizonStyle>): void;
}

/** Draws a metric as a horizon chart on a canvas, whose size it sets. */
export function createHorizon(options: HorizonStyle & LaneOptions): Horizon {
  let style: HorizonStyle = options;
  let palette = createPalette(style.ramp, style.bands, style.gap);
  const shared = sharedOf(style.extent);
  let own = createScale(style.scale);
  let leave: Undo = () => {};

  const { lane, restyle, makeStrips } = createLane(options, {
    readers: () => [style.metric],
    height: () => style.height,
    fit,
    look(columnPx, pixelRatio): Look {
      const { baseline, span, signed, low } = shared?.scale ?? own;
      const scale = { baseline, span, signed, low };
      return { kind: "horizon", palette, scale, mode: style.mode ?? "offset", columnPx, pixelRatio };
    },
    spill: 0,
    label: () => style.label,
    describe: () => describeReader(style.metric),
    keepsStrips: shared !== undefined,
    heard: () => shared?.heard(),
    stripsMade([strip]) {
      leave();
      if (shared !== undefined && strip !== undefined) {
        leave = shared.join({ strip, redraw: () => lane.redraw() });
      }
    },
  });
  if (shared !== undefined) makeStrips();

  function fit([strip]: readonly Strip[]): boolean {
    if (shared !== undefined) {
      // Where it changes, it has every member drawn anew.
      shared.fit();
      return false;
    }
    const least = style.scale === "log" ? strip!.least() : undefined;
    return own.fit(strip!.extent, (style.extent as FixedExtent | undefined) ?? {}, least);
  }

  return {
    ...lane,
    configure(change) {
      const before = style;
      style = { ...style, ...change };
      palette = createPalette(style.ramp, style.bands, style.gap);
      const isOther = style.metric !== before.metric;
      if (isOther || style.scale !== before.scale) own = createScale(style.scale);
      restyle(isOther);
    },
    destroy() {
      leave();
      lane.destroy();
    },
  };
}

function sharedOf(extent: HorizonStyle["extent"]): SharedExtent | undefined {
  return extent !== undefined && "join" in extent ? extent : undefined;
}
