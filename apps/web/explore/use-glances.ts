import { useEffect, useRef, useState } from "react";
import type { KnownMetric } from "../data/metric-catalog.ts";
import { useServices } from "../data/services.ts";
import { useStatus } from "../data/use-status.ts";
import { askGlances, GLANCES_AT_ONCE, type Glance } from "./glances.ts";

/** Rows that are only scrolled past are not asked about. */
const REST_MS = 150;
/** A course is this old at most, while its row is in sight. */
const REFRESH_MS = 30_000;
const RANGE_MS = 30 * 60_000;

/** What is known of the metrics in sight: asked for once they rest there, together, and again now and then. */
export function useGlances(metrics: readonly KnownMetric[]): ReadonlyMap<string, Glance> {
  const { clock, link } = useServices();
  const baseStepMs = useStatus().data?.baseStepMs;
  const [known, setKnown] = useState<ReadonlyMap<string, Glance>>(new Map());
  const askedAt = useRef(new Map<string, number>());
  const [turn, setTurn] = useState(0);
  const names = metrics.map(({ name }) => name).join(" ");

  useEffect(
    () => clock.every(REFRESH_MS, () => !document.hidden && setTurn((before) => before + 1)),
    [clock],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `names` stands for the metrics, `turn` asks again
  useEffect(() => {
    if (baseStepMs === undefined) return;
    const aborting = new AbortController();
    const askSome = async (): Promise<void> => {
      const now = clock.monotonicMs();
      const isOld = ({ name }: KnownMetric) => now - (askedAt.current.get(name) ?? -REFRESH_MS) >= REFRESH_MS;
      const some = metrics.filter(isOld).slice(0, GLANCES_AT_ONCE);
      if (some.length === 0) return;
      const span = { nowMs: link.nowMs(), rangeMs: RANGE_MS, baseStepMs };
      const answer = await askGlances(some, span, aborting.signal);
      for (const { name } of some) askedAt.current.set(name, now);
      if (!answer.ok || aborting.signal.aborted) return;
      setKnown((before) => new Map([...before, ...answer.value]));
      await askSome();
    };
    const undo = clock.after(REST_MS, () => {
      askSome().catch(() => {
        // Given up: other rows are in sight.
      });
    });
    return () => {
      undo();
      aborting.abort();
    };
  }, [names, turn, baseStepMs, clock, link]);
  return known;
}
