import type { Undo } from "@mission-control/series";
import type { Context } from "./context.ts";
import { createScale, type FixedExtent, type Scale, type ScaleKind } from "./scale.ts";
import type { Strip } from "./strip.ts";

/** A lane that shares its scale with others. */
interface Member {
  readonly strip: Strip;
  /** The scale is another: it has to be drawn anew. */
  redraw(): void;
}

/** One scale for several lanes, see `createSharedExtent`. */
export interface SharedExtent {
  /** The scale all of them have now. */
  readonly scale: Scale;
  /** A lane comes in, until it is undone; lanes do this themselves. */
  join(member: Member): Undo;
  /** Brings the scale up to date where a member's data or the window is another; members do this before they draw. */
  fit(): void;
  /** A member's data is another. */
  heard(): void;
}

/**
 * One scale for several lanes, so that equal heights mean equal values: given as the `extent` of each. It holds what all
 * of them show, those out of sight too, so that it does not change as one scrolls.
 */
export function createSharedExtent(
  context: Context,
  options: FixedExtent & { readonly kind?: ScaleKind | undefined } = {},
): SharedExtent {
  const { kind = "linear" } = options;
  const members = new Set<Member>();
  const scale = createScale(kind);
  const shown = { min: 0, max: 0 };
  let fittedVersion = -1;
  let isDirty = true;

  function fit(): void {
    if (!isDirty && fittedVersion === context.version) return;
    isDirty = false;
    fittedVersion = context.version;
    let any = false;
    let least = Number.POSITIVE_INFINITY;
    for (const { strip } of members) {
      strip.update();
      if (kind === "log") least = Math.min(least, strip.least());
      const { extent } = strip;
      if (extent === undefined) continue;
      shown.min = any ? Math.min(shown.min, extent.min) : extent.min;
      shown.max = any ? Math.max(shown.max, extent.max) : extent.max;
      any = true;
    }
    if (!scale.fit(any ? shown : undefined, options, least)) return;
    for (const member of members) member.redraw();
  }

  const drawable = { draw: fit };

  function heard(): void {
    isDirty = true;
    context.requestDraw(drawable);
  }

  return {
    scale,
    join(member) {
      members.add(member);
      heard();
      return () => {
        if (!members.delete(member)) return;
        if (members.size > 0) heard();
        else context.cancelDraw(drawable);
      };
    },
    fit,
    heard,
  };
}
