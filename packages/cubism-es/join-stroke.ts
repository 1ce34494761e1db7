import type { Stroke } from "./surface.ts";

/** Has a stroke wait for nothing, on a lane of so many columns. */
export function blankStroke(waiting: Stroke, columns: number): void {
  waiting.by = 0;
  waiting.from = columns;
  waiting.to = 0;
  waiting.head = 0;
}

/** Takes the next stroke into one that waits, so that both are drawn as one; what is painted are the values there are then. */
export function joinStroke(waiting: Stroke, next: Stroke, columns: number): void {
  const { by } = next;
  const from = Math.max(0, waiting.from - by);
  const to = Math.min(columns, waiting.to - by);
  // What was to be painted may have moved out of the picture.
  const isOver = waiting.from >= waiting.to || from >= to;
  const adds = next.from < next.to;
  waiting.from = Math.min(isOver ? columns : from, adds ? next.from : columns);
  waiting.to = Math.max(isOver ? 0 : to, adds ? next.to : 0);
  waiting.by += by;
  waiting.head = Math.max(waiting.head, next.head);
  waiting.look = next.look;
  waiting.data = next.data;
  waiting.firstStep = next.firstStep;
}
