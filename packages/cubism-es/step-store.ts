/**
 * Values of consecutive steps in one circular typed array: step n lies at n modulo the length, so that moving the
 * window costs only the steps that come in. What was never set is NaN.
 */
export function createStepStore() {
  let slots = new Float64Array(0);
  let first = 0;

  const slot = (step: number) => {
    const rest = step % slots.length;
    return rest < 0 ? rest + slots.length : rest;
  };
  const holds = (step: number) => step >= first && step < first + slots.length;

  return {
    /** The value of a step, NaN where there is none. */
    get: (step: number): number => (holds(step) ? slots[slot(step)]! : Number.NaN),
    /** Sets a step and says whether that changed anything. Steps outside the window are refused. */
    set(step: number, value: number): boolean {
      if (!holds(step)) return false;
      const at = slot(step);
      if (Object.is(slots[at], value)) return false;
      slots[at] = value;
      return true;
    },
    /** Moves the window to `length` steps from `newFirst`, keeping what lies in both. */
    place(newFirst: number, length: number): void {
      if (length !== slots.length) {
        const old = { slots, first };
        slots = new Float64Array(length).fill(Number.NaN);
        first = newFirst;
        const from = Math.max(first, old.first);
        const to = Math.min(first + length, old.first + old.slots.length);
        for (let step = from; step < to; step++) {
          slots[slot(step)] = old.slots[((step % old.slots.length) + old.slots.length) % old.slots.length]!;
        }
        return;
      }
      const by = newFirst - first;
      if (by === 0) return;
      if (Math.abs(by) >= length) slots.fill(Number.NaN);
      else {
        const from = by > 0 ? first + length : newFirst;
        for (let i = 0; i < Math.abs(by); i++) slots[slot(from + i)] = Number.NaN;
      }
      first = newFirst;
    },
    /** Forgets every value. */
    clear: (): void => void slots.fill(Number.NaN),
  };
}
