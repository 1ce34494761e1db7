import { type Columns, createColumns, moveColumns } from "./columns.ts";
import type { AnyLook } from "./look.ts";
import type { Stroke } from "./surface.ts";

/** Of each stroke: whose it is, `by`, `from`, `to`, `head`, `firstStep`, where its values begin, how many readers. */
const HEAD = 8;

/** As many numbers as a step of some hundred lanes takes; such a run is kept, and filled anew. */
const USUAL = 2_048;

/**
 * Strokes on their way to a worker, all of a frame as one run of numbers: a message of many small objects costs more than
 * the drawing. Of columns only those go that changed, and one before them, as a line is joined to it. The first number
 * says where the last stroke ends.
 */
export function createPack() {
  let numbers = new Float64Array(USUAL);
  let used = 1;

  function room(count: number): void {
    if (used + count <= numbers.length) return;
    const before = numbers;
    numbers = new Float64Array(2 * (used + count));
    numbers.set(before);
  }

  function put(values: Float64Array, from: number, to: number): void {
    for (let i = from; i < to; i++) numbers[used++] = values[i]!;
  }

  return {
    add(whose: number, { by, from, to, head, firstStep, data }: Stroke): void {
      const at = Math.max(0, from - 1);
      room(HEAD + data.length * (1 + 3 * Math.max(0, to - at)));
      numbers[used++] = whose;
      numbers[used++] = by;
      numbers[used++] = from;
      numbers[used++] = to;
      numbers[used++] = head;
      numbers[used++] = firstStep;
      numbers[used++] = at;
      numbers[used++] = data.length;
      for (const columns of data) {
        const ranges = hasRanges(columns, at, to);
        numbers[used++] = ranges ? 1 : 0;
        put(columns.mean, at, to);
        if (!ranges) continue;
        put(columns.min, at, to);
        put(columns.max, at, to);
      }
    },
    /** What was added since it was last taken, to be sent before more is added; undefined where nothing was. */
    take(): Float64Array | undefined {
      if (used === 1) return undefined;
      const taken = numbers;
      taken[0] = used;
      // What seldom is as much is not kept.
      if (taken.length > USUAL) numbers = new Float64Array(USUAL);
      const end = used;
      used = 1;
      return taken === numbers ? taken : taken.slice(0, end);
    },
  };
}

function hasRanges({ mean, min, max }: Columns, from: number, to: number): boolean {
  if (min === mean) return false;
  for (let i = from; i < to; i++) if (min[i]! < max[i]!) return true;
  return false;
}

/** What a worker keeps of a lane between strokes. */
export interface Kept {
  columns: number;
  data: Columns[];
  look: AnyLook | undefined;
}

/** Reads packed strokes: brings what is kept of each lane up to date and calls `draw`. What has no look yet draws nothing. */
export function unpack<Lane extends Kept>(
  numbers: Float64Array,
  laneOf: (whose: number) => Lane | undefined,
  draw: (lane: Lane, stroke: Stroke) => void,
): void {
  const end = numbers[0] ?? 0;
  let i = 1;
  while (i + HEAD <= end) {
    const known = laneOf(numbers[i]!);
    const [by, from, to, head, firstStep, at, readers] = numbers.subarray(i + 1, i + HEAD) as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    i += HEAD;
    // It may have been given fewer columns since.
    const lane = known !== undefined && to <= known.columns ? known : undefined;
    const count = Math.max(0, to - at);
    if (lane !== undefined) lane.data.length = Math.min(lane.data.length, readers);
    for (let reader = 0; reader < readers; reader++) {
      const ranges = numbers[i++] === 1;
      const mean = numbers.subarray(i, i + count);
      const least = ranges ? i + count : i;
      const greatest = ranges ? i + 2 * count : i;
      if (lane !== undefined) {
        const data = lane.data[reader] ?? createColumns(lane.columns);
        lane.data[reader] = data;
        moveColumns(data, by);
        data.mean.set(mean, at);
        data.min.set(numbers.subarray(least, least + count), at);
        data.max.set(numbers.subarray(greatest, greatest + count), at);
      }
      i = greatest + count;
    }
    if (lane?.look !== undefined)
      draw(lane, { by, from, to, head, firstStep, look: lane.look, data: lane.data });
  }
}
