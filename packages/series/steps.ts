/** Steps that divide a day evenly and read well, in seconds; a wall takes the finest that its width can show. */
const NICE_STEPS_S = [
  1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 300, 600, 900, 1_200, 1_800, 2_700, 3_600, 5_400, 7_200, 10_800,
  14_400, 21_600, 43_200, 86_400,
];

/** The last step end at or before `timeMs`: ends are multiples of `stepMs` since the epoch. */
export function floorToStep(timeMs: number, stepMs: number): number {
  return Math.floor(timeMs / stepMs) * stepMs;
}

/** The first step end at or after `timeMs`. */
export function ceilToStep(timeMs: number, stepMs: number): number {
  return Math.ceil(timeMs / stepMs) * stepMs;
}

/**
 * How a range is laid on `widthPx` pixels: the finest nice step, a multiple of `baseStepMs`, whose columns fit, each a
 * whole number of pixels wide so that a live lane scrolls by copying. The columns fill the width, so that what is
 * shown is `rangeMs` or a little more.
 */
export function layColumns(rangeMs: number, widthPx: number, baseStepMs: number) {
  const width = Math.max(1, Math.floor(widthPx));
  // A base that is no nice step itself divides few of them: then its own multiples are what reads best.
  const unitMs = NICE_STEPS_S.includes(baseStepMs / 1000) ? 1000 : baseStepMs;
  const coarsest = NICE_STEPS_S.at(-1)! * unitMs;
  const fits = NICE_STEPS_S.map((count) => count * unitMs).find(
    (step) => step % baseStepMs === 0 && rangeMs / step <= width,
  );
  const stepMs = fits ?? Math.ceil(rangeMs / width / coarsest) * coarsest;
  const columnPx = Math.max(1, Math.floor(width / (rangeMs / stepMs)));
  return { stepMs, columnPx, columns: Math.ceil(width / columnPx) };
}
