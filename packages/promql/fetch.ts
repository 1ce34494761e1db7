import type { Matcher, SelectHint, Series } from "@mission-control/series";
import type { VectorSelector } from "./ast.ts";
import type { Budget } from "./budget.ts";
import { compareLabels, sortedByLabels } from "./column.ts";
import type { SelectorNeed } from "./selectors-of.ts";

/**
 * Gives the samples of all series that pass every matcher, startMs <= time <= endMs, ascending. It may give more; what lies
 * outside is not used.
 */
export type Select = (
  matchers: readonly Matcher[],
  startMs: number,
  endMs: number,
  signal?: AbortSignal,
  hint?: SelectHint,
) => Promise<readonly Series[]> | readonly Series[];

/** One question to a store, as text: equal questions have equal texts. */
export function questionOf(
  matchers: readonly Matcher[],
  startMs: number,
  endMs: number,
  hint?: SelectHint,
): string {
  return JSON.stringify([startMs, endMs, hint, ...matchers.map(({ name, op, value }) => [name, op, value])]);
}

/** Fetches everything an expression reads; a question that is asked twice is asked once. */
export async function fetchAll(
  needs: readonly SelectorNeed[],
  window: { startMs: number; endMs: number },
  options: { readonly select: Select; readonly signal?: AbortSignal },
  budget: Budget,
): Promise<Map<VectorSelector, readonly Series[]>> {
  const asked = new Map<string, Promise<readonly Series[]>>();
  const found = new Map<VectorSelector, readonly Series[]>();
  await Promise.all(
    needs.map(async (need) => {
      const [first, last] =
        need.at === undefined
          ? [window.startMs, window.endMs]
          : need.at === "start" || need.at === "end"
            ? [window[`${need.at}Ms`], window[`${need.at}Ms`]]
            : [need.at, need.at];
      const [fromMs, toMs] = [first - need.beforeMs, last + need.afterMs];
      const hint = { ...need.hint, startMs: window.startMs + need.hint.startMs };
      const key = questionOf(need.matchers, fromMs, toMs, hint);
      const known = asked.get(key);
      const pending = known ?? ask({ ...need, hint }, fromMs, toMs, options, budget);
      asked.set(key, pending);
      found.set(need.selector, await pending);
    }),
  );
  return found;
}

async function ask(
  { matchers, hint }: Pick<SelectorNeed, "matchers" | "hint">,
  fromMs: number,
  toMs: number,
  { select, signal }: { readonly select: Select; readonly signal?: AbortSignal },
  budget: Budget,
): Promise<readonly Series[]> {
  const series = await select(matchers, fromMs, toMs, signal, hint);
  budget.check();
  // The order in which a store finds series shall not show in a result.
  const ordered = sortedByLabels(series);
  for (const [i, { labels, timesMs }] of ordered.entries()) {
    // Equal labels are neighbours.
    if (i > 0 && compareLabels(ordered[i - 1]!.labels, labels) === 0)
      throw new TypeError("select gave a series twice");
    budget.spend(timesMs.length);
  }
  return ordered;
}

/** The answers to all questions of an expression, each by its text. */
export type Answers = ReadonlyMap<string, readonly Series[]>;

/** A `select` that knows these answers and nothing else: for an evaluation elsewhere, after `collectRange`. */
export const selectFrom =
  (answers: Answers): Select =>
  (matchers, startMs, endMs, _signal, hint) =>
    answers.get(questionOf(matchers, startMs, endMs, hint)) ?? [];
