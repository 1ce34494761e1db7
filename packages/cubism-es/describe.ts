import { format } from "d3-format";
import type { Reader } from "./reader.ts";

const number = format(".3~s");

/** A change of the mean by less than this part of what is shown is no trend. */
const STEADY = 0.1;

/** A lane in words, for those who do not see it: "latest 212, min 120, max 400, rising"; `write` puts a value in words. */
export function describeReader(reader: Reader, write: (value: number) => string = textOf): string {
  const extent = reader.extent();
  const latest = reader.latest();
  if (extent === undefined || latest === undefined) return "no data";
  const parts = [
    `latest ${write(latest.value)}`,
    `min ${write(extent.min)}`,
    `max ${write(extent.max)}`,
    trendOf(reader, extent.max - extent.min),
  ];
  return parts.join(", ");
}

function textOf(value: number): string {
  if (Number.isFinite(value)) return number(value);
  return value > 0 ? "infinite" : "minus infinite";
}

/** The last quarter of the window against the quarter before it. */
function trendOf(reader: Reader, range: number): string {
  const { size: columns } = reader.context;
  const now = meanOf(reader, columns * 0.75, columns);
  const before = meanOf(reader, columns * 0.5, columns * 0.75);
  const change = now - before;
  if (Number.isNaN(change) || Math.abs(change) <= range * STEADY) return "steady";
  return change > 0 ? "rising" : "falling";
}

function meanOf(reader: Reader, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let column = Math.floor(from); column < Math.floor(to); column++) {
    const value = reader.at(column);
    if (!Number.isFinite(value)) continue;
    sum += value;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}
