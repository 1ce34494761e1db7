/** Up to so many are put in order by inserting, as Go's `sort` does: of more, the order of equals is nobody's promise. */
const INSERT_UP_TO = 12;

/**
 * The `k` best of a list by the value of each, best first: the highest for sign -1, the lowest for 1; NaN is worse than any
 * number. Which of equal ones stay, and in what order, is as in Prometheus: it keeps them in a binary heap (Go's
 * `container/heap`) with the worst on top, which only a better one takes the place of, and sorts what is left.
 */
export function bestOf(
  all: readonly number[],
  k: number,
  scoreOf: (one: number) => number,
  sign: 1 | -1,
): number[] {
  if (k === 0) return [];
  /** Whether the first is no better than the second: it lies nearer the top of the heap. */
  const isWorse = (a: number, b: number): boolean => {
    const [first, second] = [scoreOf(a), scoreOf(b)];
    return Number.isNaN(first) || (sign === -1 ? first < second : first > second);
  };
  const heap: number[] = [];
  for (const one of all) {
    if (heap.length === k) {
      if (!isBetter(scoreOf(one), scoreOf(heap[0]!), sign)) continue;
      const last = heap.pop()!;
      if (heap.length > 0) heap[0] = last;
      sink(heap, isWorse);
    }
    heap.push(one);
    rise(heap, isWorse);
  }
  if (heap.length > INSERT_UP_TO) return heap.sort((a, b) => byValue(scoreOf(a), scoreOf(b), sign));
  for (let i = 1; i < heap.length; i++) {
    for (let j = i; j > 0 && isWorse(heap[j - 1]!, heap[j]!); j--) swap(heap, j - 1, j);
  }
  return heap;
}

/** Ascending for sign 1, descending for -1; NaN comes last either way. */
export function byValue(a: number, b: number, sign: 1 | -1): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a === b ? 0 : sign * (a < b ? -1 : 1);
}

const isBetter = (value: number, than: number, sign: 1 | -1): boolean =>
  Number.isNaN(than) || (sign === -1 ? value > than : value < than);

/** Moves the last one up to where it belongs. */
function rise(heap: number[], isAbove: (a: number, b: number) => boolean): void {
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (!isAbove(heap[at]!, heap[parent]!)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

/** Moves the first one down to where it belongs. */
function sink(heap: number[], isAbove: (a: number, b: number) => boolean): void {
  for (let at = 0; ; ) {
    const left = 2 * at + 1;
    if (left >= heap.length) return;
    const child = left + 1 < heap.length && isAbove(heap[left + 1]!, heap[left]!) ? left + 1 : left;
    if (!isAbove(heap[child]!, heap[at]!)) return;
    swap(heap, at, child);
    at = child;
  }
}

function swap(heap: number[], i: number, j: number): void {
  [heap[i], heap[j]] = [heap[j]!, heap[i]!];
}
