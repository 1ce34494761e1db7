import type { StepGrid } from "../evaluate/task.ts";

/** A part has at least and at most so many steps; between them, as many as make so many parts. */
const FEWEST_STEPS = 100;
const MOST_STEPS = 2_000;
const PARTS = 50;

/** How many steps a grid has. */
export const stepsOf = ({ startMs, endMs, stepMs }: StepGrid): number =>
  Math.floor((endMs - startMs) / stepMs) + 1;

/** A grid in parts that follow each other without a gap, small enough that progress shows and memory holds one. */
export function cutGrid(grid: StepGrid): StepGrid[] {
  const steps = stepsOf(grid);
  const each = Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, Math.ceil(steps / PARTS)));
  const { startMs, stepMs } = grid;
  return Array.from({ length: Math.ceil(steps / each) }, (_, part) => {
    const last = Math.min(steps, (part + 1) * each) - 1;
    return { startMs: startMs + part * each * stepMs, endMs: startMs + last * stepMs, stepMs };
  });
}
