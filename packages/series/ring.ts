/**
 * The last samples of one series in time order, in two circular typed-array columns that grow by doubling up to
 * `mostSamples` and then forget the oldest. A late sample goes to its place; an equal time is overwritten.
 */
export function createRing(mostSamples: number) {
  const maxLength = Math.floor(mostSamples);
  if (!(maxLength >= 1)) throw new RangeError("a ring holds at least one sample");
  let capacity = Math.min(16, maxLength);
  let times = new Float64Array(capacity);
  let values = new Float64Array(capacity);
  let head = 0;
  let length = 0;

  const slot = (index: number) => (head + index) % capacity;

  function grow(): void {
    const wider = Math.min(maxLength, capacity * 2);
    const [newTimes, newValues] = [new Float64Array(wider), new Float64Array(wider)];
    for (let i = 0; i < length; i++) {
      newTimes[i] = times[slot(i)]!;
      newValues[i] = values[slot(i)]!;
    }
    times = newTimes;
    values = newValues;
    capacity = wider;
    head = 0;
  }

  /** The first index whose time is at or after `timeMs`. */
  function lowerBound(timeMs: number): number {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[slot(middle)]! < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** `count` elements from an index on: what lies round the end in two pieces. */
  function copyOf(column: Float64Array, from: number, count: number): Float64Array {
    const at = slot(from);
    if (at + count <= capacity) return column.slice(at, at + count);
    const out = new Float64Array(count);
    out.set(column.subarray(at, capacity));
    out.set(column.subarray(0, count - (capacity - at)), capacity - at);
    return out;
  }

  function dropOldest(count: number): void {
    head = slot(count);
    length -= count;
  }

  function insert(at: number, timeMs: number, value: number): void {
    for (let i = length; i > at; i--) {
      times[slot(i)] = times[slot(i - 1)]!;
      values[slot(i)] = values[slot(i - 1)]!;
    }
    times[slot(at)] = timeMs;
    values[slot(at)] = value;
    length++;
  }

  return {
    /** Takes a sample. False when it is older than all that a full ring remembers, or its time is no number. */
    push(timeMs: number, value: number): boolean {
      if (!Number.isFinite(timeMs)) return false;
      let at = length;
      if (length > 0 && timeMs <= times[slot(length - 1)]!) {
        at = lowerBound(timeMs);
        if (times[slot(at)] === timeMs) {
          values[slot(at)] = value;
          return true;
        }
      }
      if (length === maxLength) {
        if (at === 0) return false;
        dropOldest(1);
        at--;
      } else if (length === capacity) grow();
      insert(at, timeMs, value);
      return true;
    },
    /** Forgets every sample before `timeMs` and says how many there were. */
    dropBefore(timeMs: number): number {
      const count = lowerBound(timeMs);
      dropOldest(count);
      return count;
    },
    /** Copies of the samples with startMs <= time <= endMs, ascending. */
    slice(startMs: number, endMs: number): { timesMs: Float64Array; values: Float64Array } {
      const from = lowerBound(startMs);
      let to = lowerBound(endMs);
      if (to < length && times[slot(to)] === endMs) to++;
      const count = Math.max(0, to - from);
      return { timesMs: copyOf(times, from, count), values: copyOf(values, from, count) };
    },
    /** Whether there is a sample with startMs <= time <= endMs. */
    hasBetween(startMs: number, endMs: number): boolean {
      const at = lowerBound(startMs);
      return at < length && times[slot(at)]! <= endMs;
    },
    /** How many samples are held. */
    get length(): number {
      return length;
    },
    /** The time of the oldest sample, NaN when empty. */
    get firstMs(): number {
      return length === 0 ? Number.NaN : times[head]!;
    },
    /** The time of the newest sample, NaN when empty. */
    get lastMs(): number {
      return length === 0 ? Number.NaN : times[slot(length - 1)]!;
    },
  };
}

/** The last samples of one series. */
export type Ring = ReturnType<typeof createRing>;
