import type { Page } from "@playwright/test";

/** Lets `move` happen and gives how long each frame of the page took meanwhile, ms, the shortest first. */
export async function framesWhile(page: Page, move: () => Promise<unknown>): Promise<number[]> {
  await page.evaluate(() => {
    const taken: number[] = [];
    let last = Number.NaN;
    let isOver = false;
    const frame = (ms: number) => {
      if (!Number.isNaN(last)) taken.push(ms - last);
      last = ms;
      if (!isOver) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(window, {
      endFrames() {
        isOver = true;
        return taken;
      },
    });
  });
  await move();
  const taken = (await page.evaluate("endFrames()")) as number[];
  return taken.sort((a, b) => a - b);
}

/** The value below which a part of sorted numbers lies. */
export const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
