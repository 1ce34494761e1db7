import type { ReplayStats } from "@mission-control/contracts";
import type { Judged } from "./judge.ts";

const WEEK_MS = 7 * 86_400_000;
/** Less than this says nothing of a week. */
const LEAST_MS = 3_600_000;
/** So soon after a deploy a firing may come of it, and so soon after it had cleared another one is a flap. */
const NEAR_MS = 10 * 60_000;

/** From when to when an alert fired, whatever became of its data in between. `endMs` is null where it still does. */
export interface Firing {
  readonly labels: Readonly<Record<string, string>>;
  readonly startMs: number;
  endMs: number | null;
}

/** A deploy as firings are held against it: `service` may be "". */
export interface KnownDeploy {
  readonly timeMs: number;
  readonly service: string;
}

/** Gathers firings from changes of states. */
export function createFirings() {
  const all: Firing[] = [];
  const open = new Map<string, Firing>();
  const counts = new Map<string, number>();

  return {
    take({ id, labels, to, atMs }: Judged): void {
      if (to === "firing" && !open.has(id)) {
        const firing: Firing = { labels, startMs: atMs, endMs: null };
        open.set(id, firing);
        all.push(firing);
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      if (to !== "normal" && to !== "pending") return;
      const firing = open.get(id);
      if (firing !== undefined) firing.endMs = atMs;
      open.delete(id);
    },
    all: (): readonly Firing[] => all,
    of: (id: string): number => counts.get(id) ?? 0,
  };
}

/**
 * What is counted of firings between two times, the first of which is when data begin. One that still lasts is as long as it was
 * by then. Where labels name no service, any deploy may be near.
 */
export function statsOf(
  firings: readonly Firing[],
  { fromMs, toMs, deploys }: { fromMs: number; toMs: number; deploys: readonly KnownDeploy[] },
): ReplayStats {
  const lengths = firings.map(({ startMs, endMs }) => (endMs ?? toMs) - startMs).sort((a, b) => a - b);
  const middle = Math.floor(lengths.length / 2);
  const median = lengths.length % 2 === 1 ? lengths[middle]! : (lengths[middle - 1]! + lengths[middle]!) / 2;
  const byService = new Map<string, number[]>();
  const times: number[] = [];
  for (const { timeMs, service } of [...deploys].sort((a, b) => a.timeMs - b.timeMs)) {
    times.push(timeMs);
    const own = byService.get(service);
    if (own === undefined) byService.set(service, [timeMs]);
    else own.push(timeMs);
  }
  const isNear = ({ labels, startMs }: Firing): boolean => {
    const service = labels.service;
    const before = lastUpTo(service === undefined ? times : (byService.get(service) ?? []), startMs);
    return before !== undefined && startMs - before <= NEAR_MS;
  };
  return {
    firings: firings.length,
    perWeek: firings.length === 0 ? 0 : (firings.length * WEEK_MS) / Math.max(LEAST_MS, toMs - fromMs),
    medianMs: lengths.length === 0 ? null : median,
    flaps: flapsOf(firings),
    nearDeploy: firings.filter(isNear).length,
  };
}

function flapsOf(firings: readonly Firing[]): number {
  const clearedMs = new Map<string, number>();
  let flaps = 0;
  for (const { labels, startMs, endMs } of firings) {
    const key = JSON.stringify(labels);
    const before = clearedMs.get(key);
    if (before !== undefined && startMs - before <= NEAR_MS) flaps++;
    if (endMs !== null) clearedMs.set(key, endMs);
  }
  return flaps;
}

/** The last of ascending times that is not after `timeMs`. */
function lastUpTo(times: readonly number[], timeMs: number): number | undefined {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= timeMs) low = middle + 1;
    else high = middle;
  }
  return times[low - 1];
}
