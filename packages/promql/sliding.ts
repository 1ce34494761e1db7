import { type Column, emptyColumn } from "./column.ts";
import type { Windows } from "./windows.ts";

/**
 * The largest (`sign` 1) or smallest (`sign` -1) value of every window, NaN passed over where there is a number. Windows
 * only move forward, so that a queue of the values which may still become the best looks at each sample once, however many
 * windows hold it.
 */
export function slidingBest(windows: Windows, sign: 1 | -1): Column | undefined {
  const { values, from, to } = windows;
  const column = emptyColumn(windows.labels, from.length, windows.dropName);
  const queue = new Int32Array(values.length);
  let head = 0;
  let tail = 0;
  let next = 0;
  let any = false;
  for (let step = 0; step < from.length; step++) {
    const [first, end] = [from[step]!, to[step]!];
    if (next < first) next = first;
    for (; next < end; next++) {
      const value = values[next]!;
      if (Number.isNaN(value)) continue;
      while (tail > head && sign * values[queue[tail - 1]!]! <= sign * value) tail--;
      queue[tail++] = next;
    }
    while (head < tail && queue[head]! < first) head++;
    if (end === first) continue;
    column.values[step] = head < tail ? values[queue[head]!]! : Number.NaN;
    column.present[step] = 1;
    any = true;
  }
  return any ? column : undefined;
}
