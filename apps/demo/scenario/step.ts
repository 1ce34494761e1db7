import type { Step } from "../company/stage.ts";

export const seconds = (count: number): number => count * 1_000;
export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => count * 3_600_000;

/** One step of a story; without `run` it only tells what is to be seen. */
export function at(atMs: number, says: string, run: Step["do"] = () => {}): Step {
  return { atMs, says, do: run };
}
