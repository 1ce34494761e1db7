/** Something to be done at a time; `order` is the place among those of the same time. */
export interface Alarm {
  readonly atMs: number;
  readonly order: number;
  readonly ring: () => void;
  isOff: boolean;
}

const isBefore = (one: Alarm, other: Alarm) =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);

/** Alarms by their time, and of equal times by the order in which they were set: a binary heap. */
export function createAlarms() {
  const heap: Alarm[] = [];

  function rise(from: number): void {
    const alarm = heap[from]!;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(alarm, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = alarm;
  }

  function sink(alarm: Alarm): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, alarm)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = alarm;
  }

  function pop(): void {
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) sink(last);
  }

  return {
    add(alarm: Alarm): void {
      rise(heap.push(alarm) - 1);
    },
    /** Takes the next alarm at `untilMs` or before, undefined where there is none. Those that are off are dropped. */
    takeNext(untilMs: number): Alarm | undefined {
      for (let next = heap[0]; next !== undefined && next.atMs <= untilMs; next = heap[0]) {
        pop();
        if (!next.isOff) return next;
      }
      return undefined;
    },
  };
}
