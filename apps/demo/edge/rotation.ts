/** Something that gets a share of turns. */
export interface Weighted {
  /** 0 gets none. */
  weight: number;
  /** How far its turn is due; starts at 0. */
  due: number;
}

/**
 * Whose turn it is: shares follow the weights and turns are spread evenly (a a b a, not a a a b). The smooth weighted
 * round robin of nginx: each gains its weight, the greatest goes and gives back what all gained.
 * Undefined where none may.
 */
export function nextInTurn<T extends Weighted>(
  list: Iterable<T>,
  may: (candidate: T) => boolean,
): T | undefined {
  let total = 0;
  let next: T | undefined;
  for (const candidate of list) {
    if (candidate.weight <= 0 || !may(candidate)) continue;
    candidate.due += candidate.weight;
    total += candidate.weight;
    if (next === undefined || candidate.due > next.due) next = candidate;
  }
  if (next !== undefined) next.due -= total;
  return next;
}
