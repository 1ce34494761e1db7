/**
 * How much of a goal is reached, 1 being all: from `from` (0 where it is absent) to the goal, which may lie below. NaN
 * where there is no value; a goal of nothing is reached by whatever is not beyond it.
 */
export function goalPart(value: number, goal: number, from = 0): number {
  if (Number.isNaN(value)) return Number.NaN;
  if (goal === from) return value <= goal ? 1 : 0;
  return (value - from) / (goal - from);
}
