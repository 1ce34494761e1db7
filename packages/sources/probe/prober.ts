import type { MetricMetadata, Probe, ProbeResult, SourceStatus } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { Collector } from "../collect/collector.ts";
import type { Check } from "./check.ts";
import { addResult, createProbeLabels, probeMetadata } from "./probe-series.ts";
import { firstAfterMs } from "./spread.ts";

/** Results of a probe that are remembered. */
const MOST_RESULTS = 100;
/** Checks that run at the same time; the others wait for their turn. */
const AT_ONCE = 100;
/** A value is told at each step until a newer one is late by so much. */
const LATE_MS = 10_000;

/** A probe begins to fail, or is well again after it failed since `failingSinceMs`. */
export interface ProbeTurn {
  readonly probe: Probe;
  readonly result: ProbeResult;
  readonly failingSinceMs: number;
}

/** How a probe stands; results newest first. */
export interface Stand {
  readonly failingSinceMs: number | null;
  readonly results: readonly ProbeResult[];
}

interface Entry {
  readonly probe: Probe;
  failingSinceMs: number | null;
  /** Newest first. */
  results: ProbeResult[];
  /** Those that no step has told of yet, oldest first. */
  fresh: ProbeResult[];
  /** What is told while there is nothing newer. */
  told: ProbeResult | undefined;
  isChecked: boolean;
  stop: Undo;
}

/** See `createProber`. */
export type Prober = ReturnType<typeof createProber>;

/**
 * Checks probes from one place, each every so often. The first check comes after a moment that a probe's name chooses, so
 * that not all come at once, or at once where it is asked for. There are never two checks of one probe at a time. As a
 * collector it tells at each step what the newest checks gave.
 */
export function createProber(options: {
  clock: Clock;
  /** Where the checks are made, as a label has it. */
  place: string;
  check: Check;
  onTurn: (turn: ProbeTurn) => void;
  atOnce?: number;
}) {
  const { clock, place, check, onTurn, atOnce = AT_ONCE } = options;
  const labels = createProbeLabels(place);
  const entries = new Map<string, Entry>();
  const waiting = new Set<Entry>();
  let running = 0;
  let checks = 0;
  let lastMs: number | null = null;

  function due(entry: Entry): void {
    if (entry.isChecked || waiting.has(entry)) return;
    waiting.add(entry);
    checkNext();
  }

  function checkNext(): void {
    const [entry] = waiting;
    if (entry === undefined || running >= atOnce) return;
    waiting.delete(entry);
    running++;
    entry.isChecked = true;
    void check(entry.probe).then((result) => {
      running--;
      entry.isChecked = false;
      if (entries.get(entry.probe.slug) === entry) came(entry, result);
      checkNext();
    });
  }

  function came(entry: Entry, result: ProbeResult): void {
    checks++;
    lastMs = result.atMs;
    entry.results = [result, ...entry.results.slice(0, MOST_RESULTS - 1)];
    entry.fresh = [...entry.fresh.slice(1 - MOST_RESULTS), result];
    const { probe, failingSinceMs } = entry;
    if (result.ok === (failingSinceMs === null)) return;
    entry.failingSinceMs = result.ok ? null : result.atMs;
    onTurn({ probe, result, failingSinceMs: failingSinceMs ?? result.atMs });
  }

  function letGo(slug: string): Entry | undefined {
    const entry = entries.get(slug);
    if (entry === undefined) return undefined;
    entry.stop();
    waiting.delete(entry);
    entries.delete(slug);
    return entry;
  }

  /** Checks it from now on each `everyMs`. */
  function begin(entry: Entry, afterMs: number): void {
    const stopWaiting = clock.after(afterMs, () => {
      const stopChecking = clock.every(entry.probe.everyMs, () => due(entry));
      entry.stop = stopChecking;
      due(entry);
    });
    entry.stop = stopWaiting;
  }

  const collector: Collector = {
    async collect(timeMs, add) {
      for (const entry of entries.values()) {
        const result = toldAt(entry, timeMs);
        if (result !== undefined) addResult(labels, entry.probe, result, timeMs, add);
      }
    },
    metadata: (): ReadonlyMap<string, MetricMetadata> => probeMetadata,
    status: (): SourceStatus => ({
      name: "probes",
      address: `from ${place}`,
      state: "collecting",
      received: checks,
      rejected: 0,
      lastReceivedMs: lastMs,
      bad: [],
    }),
  };

  return {
    ...collector,
    /**
     * Checks a probe from now on, in place of the one that had its name. What that one found stays; what is switched off fails
     * no more. `failingSinceMs` is what is known from before this process began.
     */
    set(probe: Probe, how: { atOnce: boolean; failingSinceMs?: number | null }): void {
      const before = letGo(probe.slug);
      const failingSinceMs = how.failingSinceMs ?? before?.failingSinceMs ?? null;
      const entry: Entry = {
        probe,
        failingSinceMs: probe.enabled ? failingSinceMs : null,
        results: before?.results ?? [],
        fresh: [],
        told: undefined,
        isChecked: false,
        stop: () => {},
      };
      entries.set(probe.slug, entry);
      if (probe.enabled) begin(entry, how.atOnce ? 0 : firstAfterMs(probe));
    },
    remove: (slug: string): void => void letGo(slug),
    stand(slug: string): Stand {
      const { failingSinceMs, results } = entries.get(slug) ?? { failingSinceMs: null, results: [] };
      return { failingSinceMs, results };
    },
    /** Begins no more checks; what one under way finds is not told. */
    stop(): void {
      for (const slug of [...entries.keys()]) letGo(slug);
    },
  };
}

/**
 * What a step tells of a probe: of several checks that ended in it one that failed, so that it hides none; of none the last
 * before, until that is too old to say anything.
 */
function toldAt(entry: Entry, timeMs: number): ProbeResult | undefined {
  const { probe, told } = entry;
  // A clock that was set back would keep what is from after it waiting.
  const ended = entry.fresh.filter(({ atMs }) => atMs <= timeMs || atMs > timeMs + LATE_MS);
  entry.fresh = entry.fresh.filter((result) => !ended.includes(result));
  entry.told = ended.at(-1) ?? told;
  if (ended.length > 0) return ended.findLast(({ ok }) => !ok) ?? entry.told;
  const oldestMs = timeMs - probe.everyMs - probe.timeoutMs - LATE_MS;
  return told !== undefined && told.atMs >= oldestMs ? told : undefined;
}
