import { type Column, emptyColumn } from "./column.ts";
import type { Windows } from "./windows.ts";

/** Room for the samples of one window and its two edges. */
interface Buffer {
  timesMs: Float64Array;
  values: Float64Array;
  length: number;
}

/**
 * `anchored` and `smoothed` windows: they hold the value at each edge instead of being extrapolated to it. An anchored
 * edge has the last sample at or before it; a smoothed one lies on the line between the samples around it. `windows` must
 * reach a lookback further than `rangeMs` says, to both sides for `smoothed`. `work` is told of each window's samples.
 */
export function extendedFold(
  name: string,
  mode: "anchored" | "smoothed",
  windows: Windows,
  work: (samples: number) => void,
): Column | undefined {
  const column = emptyColumn(windows.labels, windows.from.length, true);
  const buffer: Buffer = { timesMs: new Float64Array(0), values: new Float64Array(0), length: 0 };
  const isCounter = name !== "delta";
  let any = false;
  for (let step = 0; step < column.values.length; step++) {
    work(windows.to[step]! - windows.from[step]!);
    const found =
      mode === "anchored" ? anchor(windows, step, buffer) : smoothEdges(windows, step, isCounter, buffer);
    if (!found) continue;
    column.values[step] = foldEdges(name, buffer, windows.rangeMs);
    column.present[step] = 1;
    any = true;
  }
  return any ? column : undefined;
}

function reserve(buffer: Buffer, length: number): void {
  if (buffer.values.length >= length) return;
  buffer.timesMs = new Float64Array(length * 2);
  buffer.values = new Float64Array(length * 2);
}

function push(buffer: Buffer, timeMs: number, value: number): void {
  buffer.timesMs[buffer.length] = timeMs;
  buffer.values[buffer.length++] = value;
}

/** The last sample at or before the start, moved to it, then those of the window. False where the window is empty. */
function anchor(windows: Windows, step: number, buffer: Buffer): boolean {
  const { timesMs, values } = windows;
  const endMs = windows.endsMs[step]!;
  const startMs = endMs - windows.rangeMs;
  const [from, to] = [windows.from[step]!, windows.to[step]!];
  let first = from;
  while (first < to && timesMs[first]! <= startMs) first++;
  if (first === to) return false;
  reserve(buffer, to - from + 2);
  buffer.length = 0;
  if (first > from) push(buffer, startMs, values[first - 1]!);
  else push(buffer, startMs, values[first]!);
  for (let i = first; i < to; i++) push(buffer, timesMs[i]!, values[i]!);
  return true;
}

function smoothEdges(windows: Windows, step: number, isCounter: boolean, buffer: Buffer): boolean {
  const { timesMs } = windows;
  const endMs = windows.endsMs[step]!;
  const startMs = endMs - windows.rangeMs;
  const [from, to] = [windows.from[step]!, windows.to[step]!];
  if (from === to || timesMs[from]! > endMs || timesMs[to - 1]! < startMs) return false;
  reserve(buffer, to - from + 2);
  buffer.length = 0;
  push(buffer, startMs, valueAt(windows, from, to, startMs, isCounter));
  for (let i = from; i < to; i++) {
    if (timesMs[i]! > startMs && timesMs[i]! < endMs) push(buffer, timesMs[i]!, windows.values[i]!);
  }
  push(buffer, endMs, valueAt(windows, from, to, endMs, isCounter));
  return true;
}

/** On the line between the samples around a time; a counter that fell between them rises from 0. */
function valueAt(windows: Windows, from: number, to: number, timeMs: number, isCounter: boolean): number {
  const { timesMs, values } = windows;
  let next = from;
  while (next < to && timesMs[next]! < timeMs) next++;
  if (next === to) return values[to - 1]!;
  if (next === from || timesMs[next] === timeMs) return values[next]!;
  return interpolate(timesMs[next - 1]!, values[next - 1]!, timesMs[next]!, values[next]!, timeMs, isCounter);
}

/** The value at a time between two samples; a counter that fell between them rises from 0. */
export function interpolate(
  leftMs: number,
  left: number,
  rightMs: number,
  right: number,
  timeMs: number,
  isCounter: boolean,
): number {
  const share = (timeMs - leftMs) / (rightMs - leftMs);
  const start = isCounter && right < left ? 0 : left;
  return start + (right - start) * share;
}

function foldEdges(name: string, { values, length }: Buffer, rangeMs: number): number {
  let falls = 0;
  let moves = 0;
  let lost = 0;
  for (let i = 1; i < length; i++) {
    const [previous, current] = [values[i - 1]!, values[i]!];
    if (current !== previous && !(Number.isNaN(current) && Number.isNaN(previous))) moves++;
    if (!(current < previous)) continue;
    falls++;
    lost += previous;
  }
  if (name === "changes") return moves;
  if (name === "resets") return falls;
  const change = values[length - 1]! - values[0]!;
  if (name === "delta") return change;
  return name === "rate" ? (change + lost) / (rangeMs / 1000) : change + lost;
}
