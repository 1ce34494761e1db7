import type { Budget } from "./budget.ts";

const SMALLEST = 16;

/** Counts how many different byte strings were added, by 52-bit hashes: equal strings never count twice. */
export function createDistinct(budget: Budget, seed: number, maxMembers = 100_000) {
  let slots = new Float64Array(0);
  let members = 0;

  function hashOf(bytes: Uint8Array, from: number, to: number): number {
    let high = seed | 0;
    let low = ~seed;
    for (let i = from; i < to; i++) {
      high = Math.imul(high ^ bytes[i]!, 16_777_619);
      low = Math.imul(low ^ bytes[i]!, 0x5bd1e995);
      low ^= low >>> 13;
    }
    return (high >>> 0) * 0x10_0000 + (low >>> 12) + 1;
  }

  /** The slot of a hash: where it lies or where it would. */
  function slotOf(hash: number): number {
    let slot = hash % slots.length;
    while (slots[slot] !== 0 && slots[slot] !== hash) slot = (slot + 1) % slots.length;
    return slot;
  }

  function grow(): boolean {
    const wider = Math.max(SMALLEST, slots.length * 2);
    if (members >= maxMembers || !budget.take(wider - slots.length)) return false;
    const old = slots;
    slots = new Float64Array(wider);
    for (const hash of old) if (hash !== 0) slots[slotOf(hash)] = hash;
    return true;
  }

  return {
    /** Adds a member; false when it is new and there is no room. */
    add(bytes: Uint8Array, from: number, to: number): boolean {
      const hash = hashOf(bytes, from, to);
      if (slots.length > 0 && slots[slotOf(hash)] === hash) return true;
      if ((members + 1) * 2 > slots.length && !grow()) return false;
      slots[slotOf(hash)] = hash;
      members++;
      return true;
    },
    /** How many there are; then forgets them, and gives back room that was hardly used. */
    take(): number {
      const count = members;
      if (slots.length > SMALLEST && members * 8 < slots.length) this.release();
      else slots.fill(0);
      members = 0;
      return count;
    },
    /** Gives all room back. */
    release(): void {
      budget.give(slots.length);
      slots = new Float64Array(0);
      members = 0;
    },
  };
}
