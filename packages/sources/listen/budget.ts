/**
 * Room for numbers that many series share, so that all of them together stay bounded however many there are. Taking is
 * all or nothing.
 */
export function createBudget(numbers: number) {
  let left = numbers;
  return {
    take(count: number): boolean {
      if (count > left) return false;
      left -= count;
      return true;
    },
    give(count: number): void {
      left += count;
    },
    get left(): number {
      return left;
    },
  };
}

export type Budget = ReturnType<typeof createBudget>;
