import { expandIntervals } from "@mission-control/contracts";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Failure } from "../data/outcome.ts";
import { useServices } from "../data/services.ts";
import { titleOfExpr, unitOfExpr } from "../meta/lane-of-expr.ts";
import { useMeta } from "../meta/meta-context.ts";
import type { PanelData } from "../panels/panel-data.ts";
import { nameSeries } from "../panels/series-name.ts";
import type { Window } from "./use-window.ts";

/** More than a page can hold at once; the largest answers are of a few thousand. */
const MAX_SERIES = 5_000;

/** What came of the expressions, in their order. */
export interface Answer {
  /** Undefined before the first answer, and where an expression cannot be read. */
  readonly data: PanelData | undefined;
  /** Why an expression was not answered, for each that was not. */
  readonly failures: ReadonlyMap<number, Failure>;
  readonly asking: boolean;
  /** The stretch that the answer, good or bad, is about. */
  readonly window: Window | undefined;
}

/** Asks for the expressions over a stretch, again when it moves; until the new answer is there the old one is shown. */
export function useAnswer(exprs: readonly string[], window: Window | undefined, again: number): Answer {
  const { readPast } = useServices();
  const meta = useMeta();
  const key = JSON.stringify(exprs);
  const [answer, setAnswer] = useState<Answer & { key: string }>({ ...nothing, key });
  const [asking, setAsking] = useState(false);
  const shown = useRef(answer);
  shown.current = answer;
  const { startMs, endMs, stepMs, baseStepMs } = window ?? {};

  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` asks the same once more, `key` stands for the expressions
  useEffect(() => {
    if (window === undefined || exprs.length === 0) {
      setAnswer({ ...nothing, key });
      setAsking(false);
      return;
    }
    const aborting = new AbortController();
    const { signal } = aborting;
    setAsking(true);
    const { startMs, endMs, stepMs, baseStepMs } = window;
    const questions = exprs.map((text) => {
      const expr = expandIntervals(text, stepMs, baseStepMs);
      return readPast({ expr, stepMs, startMs, endMs }, signal);
    });
    Promise.all(questions).then(
      (outcomes) => {
        if (signal.aborted) return;
        const failures = new Map(outcomes.flatMap((one, i) => (one.ok ? [] : [[i, one.failure] as const])));
        const steps = Math.round((endMs - startMs) / stepMs) + 1;
        const series = outcomes.flatMap((one, query) =>
          one.ok ? one.value.map((each) => ({ ...each, query, unit: unitOfExpr(exprs[query]!) })) : [],
        );
        const titles = exprs.map((expr) => ({ title: titleOfExpr(expr) }));
        const data = { startMs, stepMs, steps, series: nameSeries(series.slice(0, MAX_SERIES), titles) };
        const before = shown.current;
        // A server that is away takes nothing from what is seen; an expression that is wrong has no picture.
        const isAway = [...failures.values()].some(({ away }) => away === true);
        const kept = isAway && before.key === key ? before.data : undefined;
        setAnswer({ key, failures, window, asking: false, data: failures.size === 0 ? data : kept });
        setAsking(false);
      },
      () => {
        // Given up: the next question is under way.
      },
    );
    return () => aborting.abort();
  }, [key, startMs, endMs, stepMs, baseStepMs, again, readPast]);

  return useMemo(() => {
    if (meta === undefined || answer.data === undefined) return { ...answer, asking };
    const { series, ...rest } = answer.data;
    const exprs = JSON.parse(answer.key) as string[];
    const titles = exprs.map((expr) => ({ title: meta.titleOf(expr) }));
    const units = exprs.map((expr) => meta.unitOf(expr));
    const told = series.map((each) => ({ ...each, unit: units[each.query] ?? "none" }));
    return { ...answer, asking, data: { ...rest, series: nameSeries(told, titles, meta.valueName) } };
  }, [answer, asking, meta]);
}

const nothing: Answer = { data: undefined, failures: new Map(), asking: false, window: undefined };
