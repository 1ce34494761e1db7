import { scaleTime, scaleUtc } from "d3-scale";
import { timeFormat, utcFormat } from "d3-time-format";
import type { Context } from "./context.ts";

const DAY_MS = 86_400_000;
const MONTH_MS = 28 * DAY_MS;

/** A tick of the time axis; `x` in CSS pixels from the left, `strong` where a day begins. */
export interface AxisTick {
  readonly timeMs: number;
  readonly x: number;
  readonly label: string;
  readonly strong: boolean;
}

const write = (pattern: string, timeMs: number, utc: boolean): string =>
  (utc ? utcFormat : timeFormat)(pattern)(new Date(timeMs));

/**
 * Ticks at round times, at least `minGapPx` (80) apart, as many as `widthPx` allows; in local time unless `utc`. None
 * where there is no width.
 */
export function axisTicks(
  context: Pick<Context, "startMs" | "endMs" | "step" | "columnPx">,
  widthPx: number,
  options: { utc?: boolean | undefined; minGapPx?: number | undefined } = {},
): AxisTick[] {
  const { utc = false, minGapPx = 80 } = options;
  const { startMs, endMs, step: stepMs, columnPx } = context;
  if (!(widthPx > 0) || !(endMs > startMs)) return [];
  const scale = (utc ? scaleUtc() : scaleTime()).domain([startMs, endMs]);
  const xOf = (timeMs: number) => ((timeMs - startMs) / stepMs) * columnPx;
  const leastGapMs = (minGapPx / columnPx) * stepMs;
  let times: number[] = [];
  for (let count = Math.max(1, Math.floor(widthPx / minGapPx)); count >= 1; count--) {
    times = scale.ticks(count).map(Number);
    if (gapOf(times) >= leastGapMs) break;
  }
  times = thin(times, leastGapMs);
  const gapMs = gapOf(times);
  return times
    .map((timeMs) => ({ timeMs, x: xOf(timeMs), ...labelOf(timeMs, gapMs, utc) }))
    .filter((tick) => tick.x <= widthPx);
}

/** The least distance between neighbours. */
function gapOf(times: readonly number[]): number {
  let gap = Number.POSITIVE_INFINITY;
  for (let i = 1; i < times.length; i++) gap = Math.min(gap, times[i]! - times[i - 1]!);
  return gap;
}

/** Without those too near to the one before; for widths where no round interval is wide enough. */
function thin(times: readonly number[], leastGapMs: number): number[] {
  let last = Number.NEGATIVE_INFINITY;
  return times.filter((timeMs) => {
    if (timeMs - last < leastGapMs) return false;
    last = timeMs;
    return true;
  });
}

function labelOf(timeMs: number, gapMs: number, utc: boolean): { label: string; strong: boolean } {
  const dayBegins = write("%H:%M:%S", timeMs, utc) === "00:00:00";
  if (!dayBegins) return { label: write(gapMs < 60_000 ? "%H:%M:%S" : "%H:%M", timeMs, utc), strong: false };
  return { label: write(gapMs < MONTH_MS ? "%a %-d %b" : "%b %Y", timeMs, utc), strong: gapMs < DAY_MS };
}

/**
 * A moment as people read it: "14:06:40", "14:06" where steps are whole minutes, with the day ("Tue 12 Nov 14:06") where
 * `rangeMs` is longer than a day. Without `rangeMs`, a range of 1,440 steps is meant.
 */
export function formatMoment(
  timeMs: number,
  stepMs: number,
  options: { utc?: boolean | undefined; rangeMs?: number | undefined } = {},
): string {
  const { utc = false, rangeMs = stepMs * 1_440 } = options;
  if (!Number.isFinite(timeMs)) return "";
  const day = rangeMs > DAY_MS ? "%a %-d %b " : "";
  return write(`${day}%H:%M${stepMs % 60_000 === 0 ? "" : ":%S"}`, timeMs, utc);
}

/**
 * Keeps an element filled with the ticks of a context, in local time unless `utc`: one `span` to each, moved where it
 * belongs, `data-strong` where a day begins. How they look is the page's.
 */
export function createAxis(options: {
  context: Context;
  element: HTMLElement;
  utc?: boolean | undefined;
  minGapPx?: number | undefined;
}): { destroy(): void } {
  const { context, element, utc, minGapPx } = options;
  const spans: HTMLElement[] = [];

  function draw(): void {
    const ticks = axisTicks(context, context.size * context.columnPx, { utc, minGapPx });
    ticks.forEach(({ x, label, strong }, i) => {
      if (i === spans.length) spans.push(element.appendChild(document.createElement("span")));
      const span = spans[i]!;
      span.hidden = false;
      span.style.transform = `translateX(${x}px)`;
      if (span.textContent !== label) span.textContent = label;
      span.toggleAttribute("data-strong", strong);
    });
    for (let i = ticks.length; i < spans.length; i++) spans[i]!.hidden = true;
  }

  const drawable = { draw };
  const undo = context.on("change", () => context.requestDraw(drawable));
  context.requestDraw(drawable);
  return {
    destroy() {
      undo();
      context.cancelDraw(drawable);
      for (const span of spans) span.remove();
    },
  };
}
