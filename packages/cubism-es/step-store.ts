/**
 * Values of consecutive steps in one circular typed array: step n lies at n modulo the length, so that moving the
 * window costs only the steps that come in. What was never set is NaN.
 */
export function createStepStore() {
  let slots = new Float64Array(0);
  let first = 0;

  const slot = (step: number) => slotIn(step, slots.length);
  const holds = (step: number) => step >= first && step < first + slots.length;

  return {
    /** The value of a step, NaN where there is none. */
    get: (step: number): number => (holds(step) ? slots[slot(step)]! : Number.NaN),
    /** Puts the values of the steps `firstStep + from` up to but not with `firstStep + to` where they belong in `into`. */
    read(firstStep: number, from: number, to: number, into: Float64Array): void {
      for (let i = from, at = slot(firstStep + from); i < to; i++, at++) {
        if (at === slots.length) at = 0;
        into[i] = holds(firstStep + i) ? slots[at]! : Number.NaN;
      }
    },
    /** Sets a step and says whether that changed anything. Steps outside the window are refused. */
    set(step: number, value: number): boolean {
      if (!holds(step)) return false;
      const at = slot(step);
      if (Object.is(slots[at], value)) return false;
      slots[at] = value;
      return true;
    },
    /**
     * Sets consecutive steps, those outside the window left out, and says whether that changed anything; NaN is passed
     * over unless `gapsToo`.
     */
    lay(firstStep: number, values: ArrayLike<number>, gapsToo: boolean): boolean {
      let changed = false;
      const from = Math.max(0, first - firstStep);
      const to = Math.min(values.length, first + slots.length - firstStep);
      for (let i = from, at = slot(firstStep + from); i < to; i++, at++) {
        if (at === slots.length) at = 0;
        const value = values[i]!;
        const isGap = Number.isNaN(value);
        if ((isGap && !gapsToo) || slots[at] === value || (isGap && Number.isNaN(slots[at]!))) continue;
        slots[at] = value;
        changed = true;
      }
      return changed;
    },
    /**
     * Moves the window to `length` steps from `newFirst`, keeping what lies in both. What comes in is what `fill` says,
     * or NaN.
     */
    place(newFirst: number, length: number, fill?: (step: number) => number): void {
      if (length === slots.length && newFirst === first) return;
      const end = newFirst + length;
      const oldEnd = first + slots.length;
      const keptFrom = Math.max(newFirst, first);
      const keptTo = Math.min(end, oldEnd);
      const old = slots;
      if (length !== slots.length) slots = new Float64Array(length);
      if (!(keptFrom < keptTo)) {
        first = newFirst;
        put(newFirst, end, fill);
        return;
      }
      if (old !== slots) {
        for (let step = keptFrom; step < keptTo; step++) slots[slot(step)] = old[slotIn(step, old.length)]!;
      }
      first = newFirst;
      put(newFirst, keptFrom, fill);
      put(keptTo, end, fill);
    },
    /** Forgets every value. */
    clear: (): void => void slots.fill(Number.NaN),
  };

  function put(from: number, to: number, fill: ((step: number) => number) | undefined): void {
    if (fill === undefined && to - from === slots.length) slots.fill(Number.NaN);
    else
      for (let step = from; step < to; step++)
        slots[slot(step)] = fill === undefined ? Number.NaN : fill(step);
  }
}

function slotIn(step: number, length: number): number {
  const rest = step % length;
  return rest < 0 ? rest + length : rest;
}
