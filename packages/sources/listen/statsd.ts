import { randomBytes } from "node:crypto";
import type { MetricMetadata, RawEvent, SourceStatus } from "@mission-control/contracts";
import { type Clock, createSamplesBuilder, type Samples } from "@mission-control/series";
import { createBadLines } from "./bad-lines.ts";
import { createBudget } from "./budget.ts";
import { byte, indexOfByte } from "./bytes.ts";
import { isEventLine, isServiceCheckLine, parseEventLine } from "./statsd-event.ts";
import { createStatsdLine, parseLine, type StatsdKind, type StatsdLine } from "./statsd-line.ts";
import { parseNumber } from "./statsd-number.ts";
import { createStatsdRegistry, type StatsdSeries } from "./statsd-registry.ts";

const MINUTE_MS = 60_000;
/** Numbers kept between flushes for all percentiles and sets together: 32 MiB of them. */
const KEPT_NUMBERS = 4 * 1024 * 1024;

export interface StatsdOptions {
  readonly clock: Clock;
  /** Upper bounds of the timers' buckets, seconds, ascending. */
  readonly buckets: readonly number[];
  /** Upper bounds of the buckets of `h` and `d`, whose unit is unknown. Default: `buckets` and decades up to a million. */
  readonly histogramBuckets?: readonly number[];
  /** The most series that are made; a timer makes as many as it has buckets, and five. Default 200,000. */
  readonly maxSeries?: number;
  /**
   * How long a silent series goes on being reported. Default: gauges and sets 2 min, so that a host that
   * went away is soon seen to be silent; what counts up 60 min, as no growth is a value, too. After that it
   * sleeps: it keeps its value, so that a counter that is heard of again goes on where it was, and is forgotten only
   * when new series need its room; a counter made anew after that begins at zero, which readers see as a reset.
   */
  readonly idleMs?: { readonly level: number; readonly total: number };
  /** Takes events that came as DogStatsD's `_e`. */
  readonly onEvent?: (event: RawEvent) => void;
  /** Hears at each flush of the tags, always the same object, of every series that lines came for since the last one. */
  readonly arrived?: (tags: ReadonlyMap<string, string>) => void;
}

const inOrder = (bounds: readonly number[]) => [...new Set(bounds)].sort((a, b) => a - b);

/**
 * StatsD without its sockets: lines in, samples out once a step. Counters become `<name>_total`, gauges `<name>`, timers a
 * histogram `<name>_seconds`, `h` and `d` a histogram `<name>`, sets a gauge `<name>`; tags become labels. Bad lines are
 * counted and the last 20 kept; nothing that comes in makes it throw.
 */
export function createStatsd(options: StatsdOptions) {
  const { clock, onEvent, arrived, maxSeries = 200_000 } = options;
  const { level, total } = options.idleMs ?? { level: 2 * MINUTE_MS, total: 60 * MINUTE_MS };
  const idleMsOf = (kind: StatsdKind) => (kind === "gauge" || kind === "set" ? level : total);
  const timerBounds = inOrder(options.buckets);
  const decades = [100, 1e3, 1e4, 1e5, 1e6].filter((bound) => bound > (timerBounds.at(-1) ?? 0));
  const registry = createStatsdRegistry({
    maxSeries,
    timerBounds,
    histogramBounds: inOrder(options.histogramBuckets ?? [...timerBounds, ...decades]),
    budget: createBudget(KEPT_NUMBERS),
    seed: randomBytes(4).readInt32LE(0),
  });
  const bad = createBadLines();
  const samples = createSamplesBuilder();
  const line = createStatsdLine();
  let received = 0;
  let lastReceivedMs: number | null = null;
  let flushedMs = clock.now();

  function receiveLine(bytes: Uint8Array, from: number, to: number): void {
    received++;
    const reason = takeLine(bytes, from, to);
    if (reason !== undefined) bad.add(clock.now(), bytes, from, to, reason);
  }

  function takeLine(bytes: Uint8Array, from: number, to: number): string | undefined {
    if (isEventLine(bytes, from, to)) return takeEvent(bytes.subarray(from, to));
    if (isServiceCheckLine(bytes, from, to)) return "service checks (_sc) are not supported";
    return parseLine(bytes, from, to, line) ?? takeMetric(bytes);
  }

  function takeEvent(bytes: Uint8Array): string | undefined {
    if (onEvent === undefined) return "events (_e) are not taken here";
    const event = parseEventLine(bytes);
    if (typeof event === "string") return event;
    onEvent(event);
    return undefined;
  }

  function takeMetric(bytes: Uint8Array): string | undefined {
    if (line.kind !== "set") {
      const reason = checkValues(bytes, line);
      if (reason !== undefined) return reason;
    }
    const series = registry.seriesOf(bytes, line);
    if (typeof series === "string") return series;
    const reason =
      line.kind === "set"
        ? series.accumulator.takeMember(bytes, line.valuesFrom, line.valuesTo)
        : takeValues(bytes, series);
    if (reason === undefined) series.touched = true;
    return reason;
  }

  function takeValues(bytes: Uint8Array, series: StatsdSeries): string | undefined {
    for (let at = line.valuesFrom; at < line.valuesTo; ) {
      const to = indexOfByte(bytes, byte.colon, at, line.valuesTo);
      const relative = bytes[at] === byte.plus || bytes[at] === byte.minus;
      const reason = series.accumulator.take(parseNumber(bytes, at, to), line.rate, relative);
      if (reason !== undefined) return reason;
      at = to + 1;
    }
    return undefined;
  }

  function write(series: StatsdSeries, sealedMs: number, zeroMs: number): void {
    if (series.touched) {
      series.lastMs = sealedMs;
      arrived?.(series.tags);
    }
    series.touched = false;
    registry.setAsleep(series, sealedMs - series.lastMs > idleMsOf(series.kind));
    if (series.asleep) return;
    series.accumulator.write(samples, sealedMs, series.written ? undefined : zeroMs);
    series.written = true;
  }

  return {
    /** Takes bytes[from, to): lines separated by newlines, the last one with or without one. Empty lines are nothing. */
    receive(bytes: Uint8Array, from = 0, to = bytes.length): void {
      lastReceivedMs = clock.now();
      for (let at = from; at < to; ) {
        const newline = indexOfByte(bytes, byte.newline, at, to);
        const end = newline > at && bytes[newline - 1] === byte.return ? newline - 1 : newline;
        if (end > at) receiveLine(bytes, at, end);
        at = newline + 1;
      }
    },
    /** Counts a line that was no line, such as one too long to wait for its end. */
    refuse(bytes: Uint8Array, reason: string): void {
      received++;
      lastReceivedMs = clock.now();
      bad.add(lastReceivedMs, bytes, 0, bytes.length, reason);
    },
    /**
     * The samples at `sealedMs` of all that is alive: totals since the start, levels, and what is of this step alone. A series
     * that counts up and is new has a second sample, zero at the flush before.
     */
    flush(sealedMs: number): Samples {
      const zeroMs = Math.min(flushedMs, sealedMs - 1);
      for (const series of registry.all()) write(series, sealedMs, zeroMs);
      flushedMs = sealedMs;
      return samples.take();
    },
    /** What is known of each metric that is made. */
    metadata: (): Map<string, MetricMetadata> => registry.metadata(),
    /** Lines that came in, those of them that were no good, and the last 20 of these. */
    counts: (): Pick<SourceStatus, "received" | "rejected" | "lastReceivedMs" | "bad"> => ({
      received,
      rejected: bad.total,
      lastReceivedMs,
      bad: bad.last(),
    }),
    /** How many series are made at most, now. */
    seriesCount: () => registry.outputs,
  };
}

/** Why a line's values cannot be taken, before any of them is. */
function checkValues(bytes: Uint8Array, line: StatsdLine): string | undefined {
  for (let at = line.valuesFrom; at <= line.valuesTo; ) {
    const to = indexOfByte(bytes, byte.colon, at, line.valuesTo);
    const value = parseNumber(bytes, at, to);
    if (Number.isNaN(value)) return "value is not a number";
    if (value < 0 && line.kind === "counter") return "a counter cannot fall: use a gauge";
    if (value < 0 && line.kind === "timer") return "a time cannot be negative";
    if (!Number.isFinite(value / line.rate) || !Number.isFinite(1 / line.rate)) return "value out of range";
    at = to + 1;
  }
  return undefined;
}

/** StatsD without its sockets. */
export type Statsd = ReturnType<typeof createStatsd>;
