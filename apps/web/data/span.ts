import { type Range, rangeOf } from "./ranges.ts";

/** How an address says what time is shown. */
export interface SpanSearch {
  /** A length up to now, or up to where the wall stands still. */
  range?: string;
  /** Where the wall stands still: the end of its last column. */
  pause?: number;
  /** A stretch that stands still, whatever the range. */
  from?: number;
  to?: number;
}

/** The stretch of time that is shown. */
export interface Span {
  readonly ms: number;
  /** Where it ends; undefined while it ends now. */
  readonly endMs: number | undefined;
  /** The range it goes back to where it stands from one moment to another. */
  readonly range: Range;
  readonly fixed: { readonly from: number; readonly to: number } | undefined;
}

/** The shortest that a chart shows, ms. */
const LEAST_MS = 30_000;
const MOST_MS = 10 * 366 * 86_400_000;

export function spanOf({ range: name, pause, from, to }: SpanSearch): Span {
  const range = rangeOf(name);
  if (from === undefined || to === undefined) return { ms: range.ms, endMs: pause, range, fixed: undefined };
  return { ms: to - from, endMs: to, range, fixed: { from, to } };
}

/** From and to of an address, where they make sense. */
export function readFixed(from: number | undefined, to: number | undefined): { from?: number; to?: number } {
  if (from === undefined || to === undefined || to - from < 1_000 || to - from > MOST_MS) return {};
  return { from, to };
}

/** The change to an address that shows from one moment to another, the least that is shown around them. */
export function showFixed(from: number, to: number) {
  const more = Math.max(0, LEAST_MS - (to - from)) / 2;
  return { from: Math.round(from - more), to: Math.round(to + more), pause: undefined };
}

/** The change that has what is shown end elsewhere, as long as it is; live where `endMs` is undefined. */
export function standAt(search: SpanSearch, endMs: number | undefined) {
  const { fixed, ms } = spanOf(search);
  if (endMs === undefined) return { pause: undefined, from: undefined, to: undefined };
  return fixed === undefined ? { pause: endMs } : { from: endMs - ms, to: endMs };
}

/** The change that shows twice as much around the same middle, up to now at most. */
export function zoomOut({ ms, endMs }: Span, nowMs: number) {
  const end = endMs ?? nowMs;
  const to = Math.min(end + ms / 2, Math.max(nowMs, end));
  return showFixed(Math.max(1, to - 2 * ms), to);
}
