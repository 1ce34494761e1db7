import { type AxisTick, axisTicks, formatMoment } from "cubism-es/axis";
import { offsetMs, zone } from "./zone.ts";

/** What is laid on an axis: `step` ms are `columnPx` wide. */
type Laid = Parameters<typeof axisTicks>[0];

/** So often a zone is asked at most whether its clocks were changed. */
const MOST_LOOKS = 100;
const DAY_MS = 86_400_000;

/** Ticks at round times of the zone that is shown, at least `minGapPx` apart. */
export function zonedTicks(laid: Laid, widthPx: number, { minGapPx }: { minGapPx: number }): AxisTick[] {
  const { startMs, endMs, step, columnPx } = laid;
  if (zone() === undefined) return axisTicks(laid, widthPx, { minGapPx });
  const offsets = offsetsIn(startMs, endMs);
  const [least, most] = [Math.min(...offsets), Math.max(...offsets)];
  const shown = { startMs: startMs + least, endMs: endMs + most, step, columnPx };
  const shownPx = widthPx + ((most - least) / step) * columnPx;
  // What the clocks show twice is two moments, what they leave out is none.
  const ticks = axisTicks(shown, shownPx, { utc: true, minGapPx })
    .flatMap((tick) => offsets.map((offset) => ({ ...tick, timeMs: tick.timeMs - offset, offset })))
    .filter(({ timeMs, offset }) => timeMs >= startMs && timeMs <= endMs && offsetMs(timeMs) === offset)
    .sort((a, b) => a.timeMs - b.timeMs)
    .map(({ offset: _, ...tick }) => ({ ...tick, x: ((tick.timeMs - startMs) / step) * columnPx }))
    .filter(({ x }) => x <= widthPx);
  let lastPx = Number.NEGATIVE_INFINITY;
  return ticks.filter(({ x }) => {
    if (x - lastPx < minGapPx - 1e-6) return false;
    lastPx = x;
    return true;
  });
}

/** How far the zone's clocks are ahead of UTC in a stretch: more than one where they are changed there. */
function offsetsIn(startMs: number, endMs: number): number[] {
  const offsets = new Set([offsetMs(startMs), offsetMs(endMs)]);
  const everyMs = Math.max(DAY_MS, (endMs - startMs) / MOST_LOOKS);
  for (let ms = startMs; ms < endMs; ms += everyMs) offsets.add(offsetMs(ms));
  return [...offsets];
}

/** A moment as the zone's clocks show it, as exact as the step: "14:06:40", "Tue 12 Nov 14:06". */
export function zonedMoment(ms: number, stepMs: number, options: { rangeMs: number }): string {
  if (zone() === undefined || !Number.isFinite(ms)) return formatMoment(ms, stepMs, options);
  return formatMoment(ms + offsetMs(ms), stepMs, { ...options, utc: true });
}
