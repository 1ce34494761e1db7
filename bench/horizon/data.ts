/** What both walls show. */
export const LANES = 500;
export const COLUMNS = 1_440;
export const STEP_MS = 1_000;
export const LANE_PX = 26;
export const MAX = 100;

/** A power of two, more than is shown: lanes repeat after an hour and eight minutes. */
const KEPT = 4_096;

/** Values of all lanes from 0 to 100: waves with noise on them, the same in every run. */
export function createData() {
  const lanes = Array.from({ length: LANES }, (_, lane) => {
    const random = mulberry(lane + 1);
    const [slow, fast, level] = [3 + Math.floor(random() * 5), 40 + Math.floor(random() * 60), random()];
    // Twice, so that a stretch over the end lies in one piece.
    const values = new Float64Array(2 * KEPT);
    for (let step = 0; step < KEPT; step++) {
      const turn = (2 * Math.PI * step) / KEPT;
      const wave = 0.5 + 0.3 * Math.sin(slow * turn + lane) + 0.1 * Math.sin(fast * turn);
      const part = Math.min(1, Math.max(0.01, wave * (0.4 + level) + 0.15 * random()));
      values[step] = Math.round(10 * MAX * part) / 10;
    }
    values.copyWithin(KEPT, 0, KEPT);
    return values;
  });
  // As a stream's frames are: the values of all lanes, one beside the other.
  const steps = new Float64Array(KEPT * LANES);
  lanes.forEach((values, lane) => {
    for (let step = 0; step < KEPT; step++) steps[step * LANES + lane] = values[step]!;
  });
  const place = (timeMs: number) => Math.round(timeMs / STEP_MS) % KEPT;
  return {
    /** Each lane's value of the step that ends at a time. */
    step(timeMs: number): Float64Array {
      const at = place(timeMs) * LANES;
      return steps.subarray(at, at + LANES);
    },
    /** The values of `count` steps, at most 4,096, the first of which ends at a time. */
    from: (lane: number, firstMs: number, count: number): Float64Array =>
      lanes[lane]!.subarray(place(firstMs), place(firstMs) + count),
  };
}

export type Data = ReturnType<typeof createData>;

/** Numbers from 0 to 1, the same ones for the same seed. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let hash = Math.imul(state ^ (state >>> 15), 1 | state);
    hash = (hash + Math.imul(hash ^ (hash >>> 7), 61 | hash)) ^ hash;
    return ((hash ^ (hash >>> 14)) >>> 0) / 2 ** 32;
  };
}
