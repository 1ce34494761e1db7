import type { Stretch } from "@mission-control/contracts";

/** From one moment to another. */
export interface Between {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Whenever any of these was in one of the states: what overlaps or touches is one. */
export function unite(stretches: readonly Stretch[], ...states: readonly Stretch["state"][]): Between[] {
  const sorted = stretches.filter(({ state }) => states.includes(state)).sort((a, b) => a.fromMs - b.fromMs);
  const united: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of sorted) {
    const last = united.at(-1);
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else united.push({ fromMs, toMs });
  }
  return united;
}

/** The state at a moment; undefined where all was well. */
export const stateAt = (stretches: readonly Stretch[], ms: number): Stretch["state"] | undefined =>
  stretches.find(({ fromMs, toMs }) => ms >= fromMs && ms < toMs)?.state;
