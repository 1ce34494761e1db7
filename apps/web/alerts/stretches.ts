import type { Alert, AlertChange, Stretch } from "@mission-control/contracts";
import { grouped } from "./grouped.ts";

/** An alert with the stretches in which it was not normal, oldest first, one after another within what is shown. */
export interface AlertLane {
  readonly alert: string;
  readonly rule: string;
  readonly title: string;
  readonly severity: Alert["severity"];
  readonly labels: Readonly<Record<string, string>>;
  readonly stretches: readonly Stretch[];
  readonly firings: number;
}

/** What is known of the time from `fromMs` to `toMs`: each change in it, and what was not normal at its end. */
export interface KnownTime {
  readonly fromMs: number;
  readonly toMs: number;
  readonly changes: readonly AlertChange[];
  readonly standing: readonly Alert[];
}

/** A lane for each alert that was not normal at some time, what changed last in front. */
export function alertLanes({ fromMs, toMs, changes, standing }: KnownTime): AlertLane[] {
  const within = changes.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  const lanes = [...grouped(within, ({ alert }) => alert)].map(([alert, of]) => {
    const inOrder = [...of].sort((a, b) => a.atMs - b.atMs || a.seq - b.seq);
    const { rule, title, severity, labels } = inOrder.at(-1)!;
    const lane = { alert, rule, title, severity, labels, lastMs: inOrder.at(-1)!.atMs };
    return { ...lane, ...stretchesOf(inOrder, fromMs, toMs) };
  });
  const known = new Set(lanes.map(({ alert }) => alert));
  const unchanged = standing
    .filter(({ id, state, sinceMs }) => !known.has(id) && state !== "normal" && sinceMs <= fromMs)
    .map(({ id, rule, title, severity, labels, state, sinceMs }) => ({
      ...{ alert: id, rule, title, severity, labels, lastMs: sinceMs },
      ...{ stretches: [{ state, fromMs, toMs }], firings: 0 },
    }));
  return [...lanes, ...unchanged]
    .filter(({ stretches }) => stretches.length > 0)
    .sort((a, b) => b.lastMs - a.lastMs || (a.alert < b.alert ? -1 : 1))
    .map(({ lastMs: _, ...lane }) => lane);
}

/** What recovers has not fired anew. */
const isFresh = ({ from, to }: AlertChange): boolean => to === "firing" && from !== "recovering";

function stretchesOf(changes: readonly AlertChange[], fromMs: number, toMs: number) {
  const stretches: Stretch[] = [];
  let [state, sinceMs] = [changes[0]!.from, fromMs];
  for (const { to, atMs } of changes) {
    if (state !== "normal" && atMs > sinceMs) stretches.push({ state, fromMs: sinceMs, toMs: atMs });
    [state, sinceMs] = [to, atMs];
  }
  if (state !== "normal" && toMs > sinceMs) stretches.push({ state, fromMs: sinceMs, toMs });
  return { stretches, firings: changes.filter(isFresh).length };
}
