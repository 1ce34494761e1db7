import type { Clock } from "@mission-control/series";
import type { Carrier } from "./carrier.ts";
import { type Duration, durationMs } from "./duration.ts";
import {
  createCounter,
  createGauge,
  createSampledTimer,
  createSet,
  createTimer,
  type Instrument,
  type Surroundings,
} from "./instruments.ts";
import { type MetricLine, metricLine, type Tags } from "./metric-line.ts";
import { createPackets } from "./packets.ts";
import { createSeriesTable } from "./series-table.ts";
import { timed } from "./timed.ts";

/** How often what was gathered is sent, ms. */
const FLUSH_MS = 1_000;
/** So many waiting series are sent ahead of time. */
const MOST_DIRTY = 10_000;
/** Further timers that ask to be sampled keep every value. */
const MOST_SAMPLED = 1_000;

/** A timer of one series. */
export interface Timer {
  /** Takes a time in ms. */
  record(ms: number): void;
  /** Runs `fn` and takes the time until it returns, or until its promise settles. Failures are timed too and passed on. */
  time<T>(fn: () => T): T;
}

/** A timer that keeps every value, or a sample of them: `timer("checkout").sample(100).every("5s")`. */
export interface SampleableTimer extends Timer {
  /**
   * Keeps at most `size` values of each window. The share that this is of all goes to the receiver, which counts
   * accordingly. Asked again with the same numbers it is the same timer.
   */
  sample(size: number): { every(window: Duration): Timer };
}

interface Sampled {
  readonly instrument: Instrument;
  readonly windowMs: number;
  endMs: number;
}

/** Gathers counters, gauges, timers and sets, and sends them once a second. Values that are none are counted. */
export function createMetrics(options: {
  clock: Clock;
  carrier: Carrier;
  tags: Tags;
  random?: () => number;
}) {
  const { clock, carrier, random } = options;
  const packets = createPackets(carrier.send);
  const sampled = new Map<string, Sampled>();
  let dirty: Pick<Instrument, "write">[] = [];
  let isCrowded = false;
  let refused = 0;

  const surroundings: Surroundings = {
    out: packets,
    onDirty(instrument) {
      dirty.push(instrument);
      isCrowded ||= dirty.length >= MOST_DIRTY;
    },
  };

  function tableOf<T>(make: (line: MetricLine, around: Surroundings) => T) {
    return createSeriesTable((name, tags) => {
      const line = metricLine(name, tags, options.tags);
      return line === undefined ? undefined : make(line, surroundings);
    });
  }
  const counters = tableOf(createCounter);
  const gauges = tableOf(createGauge);
  const timers = tableOf(createTimer);
  const sets = tableOf(createSet);

  function note(isTaken: boolean | undefined): void {
    if (isTaken !== true) refused++;
    if (isCrowded) write();
  }

  function write(): void {
    const due = dirty;
    dirty = [];
    isCrowded = false;
    for (const instrument of due) instrument.write(packets);
  }

  function writeSampled(nowMs: number): void {
    for (const one of sampled.values()) {
      if (one.endMs > nowMs) continue;
      one.instrument.write(packets);
      one.endMs = nowMs + one.windowMs;
    }
  }

  function sampledTimer(name: string, tags: Tags | undefined, size: number, windowMs: number) {
    const line = metricLine(name, tags, options.tags);
    if (line === undefined) return undefined;
    const key = [line.head, line.tail, size, windowMs].join("\u0001");
    const known = sampled.get(key);
    if (known !== undefined) return known.instrument;
    if (sampled.size >= MOST_SAMPLED) return timers.of(name, tags);
    const instrument = createSampledTimer(line, size, random);
    sampled.set(key, { instrument, windowMs, endMs: clock.monotonicMs() + windowMs });
    return instrument;
  }

  function timerOf(take: (ms: number) => void): Timer {
    return { record: take, time: (fn) => timed(clock, fn, take) };
  }

  const stop = clock.every(FLUSH_MS, () => {
    write();
    writeSampled(clock.monotonicMs());
    packets.flush();
  });

  return {
    count: (name: string, by: number, tags?: Tags) => note(counters.of(name, tags)?.take(by)),
    gauge: (name: string, value: number, tags?: Tags) => note(gauges.of(name, tags)?.take(value)),
    set: (name: string, member: string, tags?: Tags) => note(sets.of(name, tags)?.take(member)),
    timer(name: string, tags?: Tags): SampleableTimer {
      return {
        ...timerOf((ms) => note(timers.of(name, tags)?.take(ms))),
        sample: (size) => ({
          every(window) {
            if (!(Number.isInteger(size) && size > 0))
              throw new RangeError("a sample has a size of 1 or more");
            const instrument = sampledTimer(name, tags, size, durationMs(window));
            return timerOf((ms) => note(instrument?.take(ms)));
          },
        }),
      };
    },
    counts() {
      const { sent, dropped, queued } = carrier.counts();
      return { sent, dropped: dropped + refused, queued: queued + dirty.length };
    },
    /** Sends what was gathered, with windows that have not ended yet. */
    async flush(): Promise<void> {
      write();
      writeSampled(Number.POSITIVE_INFINITY);
      packets.flush();
      await carrier.flush();
    },
    async close(): Promise<void> {
      stop();
      await this.flush();
      await carrier.close();
    },
  };
}
