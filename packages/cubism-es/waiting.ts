import type { Waiting } from "./metric.ts";

/** So many rows wait at most; then what waits longest has to be taken. */
const MOST_ROWS = 32;

/**
 * Values that wait until the metrics they are for are asked: in rows of a time, the last step that was live then, and the
 * value of each of `count` metrics. Whoever takes them keeps count of the rows it took, and takes a row before it is one
 * of more than `MOST_ROWS`: of hundreds of metrics out of sight none is touched when a row is added.
 */
export function createWaiting(count: number) {
  const width = 2 + count;
  let rows = new Float64Array(0);

  const waiting: Waiting & { add(timeMs: number, lastStep: number, values: ArrayLike<number>): void } = {
    heard: new Array<number>(count).fill(0),
    added: 0,
    add(timeMs, lastStep, values) {
      if (rows.length === 0) rows = new Float64Array(MOST_ROWS * width);
      const at = (waiting.added++ % MOST_ROWS) * width;
      rows[at] = timeMs;
      rows[at + 1] = lastStep;
      rows.set(values, at + 2);
    },
    give(taken, place, take) {
      for (let row = taken; row < waiting.added; row++) {
        const at = (row % MOST_ROWS) * width;
        take(rows[at]!, rows[at + 2 + place]!, rows[at + 1]!);
      }
    },
  };
  return waiting;
}
