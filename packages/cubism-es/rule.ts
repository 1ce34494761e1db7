import { pixelOf } from "./colour.ts";
import type { Context } from "./context.ts";
import { createLane } from "./lane.ts";
import type { Reader } from "./reader.ts";

/** Where a rule also stands: at each column in which something happened. */
export interface RuleEvents {
  /** A column with a value that is neither 0 nor a gap is marked. */
  readonly metric: Reader;
  /** Laid over all lanes by the page; the rule sets its width and its pixels, the page its height. */
  readonly canvas: HTMLCanvasElement;
  /** CSS hex, best translucent. */
  readonly colour: string;
}

/**
 * The rule across all lanes. It puts the focus where the pointer is over `surface` (whose left edge is that of the
 * lanes) and moves `line` to the middle of the focused column, wherever the focus came from. A mouse that leaves takes
 * the focus away, as does one over what `filter` is false for; a finger that lifts leaves it. With `events` it also marks where an event metric is not zero.
 */
export function createRule(options: {
  context: Context;
  surface: HTMLElement;
  line: HTMLElement;
  /** False for events that are not the rule's: those over something on the surface that has a time of its own. */
  filter?: ((event: Event) => boolean) | undefined;
  events?: RuleEvents | undefined;
}): {
  destroy(): void;
} {
  const { context, surface, line, filter, events } = options;

  const place = () => {
    const column = context.focused;
    line.hidden = column === null;
    if (column === null) return;
    line.style.transform = `translateX(${Math.floor((column + 0.5) * context.columnPx)}px)`;
  };

  let isOver = false;

  const point = (event: PointerEvent) => {
    if (filter?.(event) === false) {
      // Only once: over there someone else may set it.
      if (isOver) leave(event);
      return;
    }
    isOver = true;
    const { left } = surface.getBoundingClientRect();
    context.focus(context.columnAtX(event.clientX - left));
  };

  const leave = (event: PointerEvent) => {
    isOver = false;
    if (event.pointerType !== "touch") context.focus(null);
  };

  surface.addEventListener("pointermove", point);
  surface.addEventListener("pointerdown", point);
  surface.addEventListener("pointerleave", leave);
  const unplaced = context.on("focus", place);
  place();

  const marks = events === undefined ? undefined : createMarks(context, events);

  return {
    destroy() {
      marks?.destroy();
      surface.removeEventListener("pointermove", point);
      surface.removeEventListener("pointerdown", point);
      surface.removeEventListener("pointerleave", leave);
      unplaced();
    },
  };
}

function createMarks(context: Context, { metric, canvas, colour }: RuleEvents) {
  const { lane } = createLane(
    { context, canvas },
    {
      readers: () => [metric],
      height: () => undefined,
      fit: () => false,
      look: (columnPx, pixelRatio) => ({ kind: "events", colour: pixelOf(colour), columnPx, pixelRatio }),
      spill: 0,
      label: () => undefined,
      describe: () => "",
    },
  );
  lane.setVisible(true);
  return lane;
}
