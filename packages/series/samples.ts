import { type Labels, labelsKey } from "./labels.ts";
import type { Point, Samples } from "./series.ts";

/** Collects samples into columns. `ref` names a series once; `add` then costs no allocation but doubling. */
export function createSamplesBuilder(initialCapacity = 64) {
  let labels: Labels[] = [];
  let refOfKey = new Map<string, number>();
  let refs = new Uint32Array(initialCapacity);
  let timesMs = new Float64Array(initialCapacity);
  let values = new Float64Array(initialCapacity);
  let length = 0;

  function grow(): void {
    const capacity = Math.max(16, refs.length * 2);
    const [oldRefs, oldTimes, oldValues] = [refs, timesMs, values];
    refs = new Uint32Array(capacity);
    timesMs = new Float64Array(capacity);
    values = new Float64Array(capacity);
    refs.set(oldRefs);
    timesMs.set(oldTimes);
    values.set(oldValues);
  }

  return {
    /** The number by which `add` knows these labels; equal labels get the same number. */
    ref(of: Labels): number {
      const key = labelsKey(of);
      const known = refOfKey.get(key);
      if (known !== undefined) return known;
      const ref = labels.push(of) - 1;
      refOfKey.set(key, ref);
      return ref;
    },
    /** As `ref`, for labels that are sure not to have been named since the last `take`: it spares the look-up. */
    refOfNew(of: Labels): number {
      return labels.push(of) - 1;
    },
    /** Appends one sample of the series `ref`. */
    add(ref: number, timeMs: number, value: number): void {
      if (length === refs.length) grow();
      refs[length] = ref;
      timesMs[length] = timeMs;
      values[length] = value;
      length++;
    },
    /** How many samples are waiting. */
    get length(): number {
      return length;
    },
    /** The samples so far, and an empty builder again. */
    take(): Samples {
      const taken: Samples = {
        labels,
        refs: refs.slice(0, length),
        timesMs: timesMs.slice(0, length),
        values: values.slice(0, length),
      };
      labels = [];
      refOfKey = new Map();
      length = 0;
      return taken;
    },
  };
}

/** Collects samples into columns. */
export type SamplesBuilder = ReturnType<typeof createSamplesBuilder>;

/** Samples of single points; for edges and tests. */
export function samplesOf(points: Iterable<Point>): Samples {
  const builder = createSamplesBuilder();
  for (const point of points) builder.add(builder.ref(point.labels), point.timeMs, point.value);
  return builder.take();
}
