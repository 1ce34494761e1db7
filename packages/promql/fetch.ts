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

/** So many questions are asked at once: what comes of them is counted only when it is there. */
const AT_ONCE = 4;

/**
 * Fetches everything an expression reads; a question that is asked twice is asked once. A few are asked at a time, and where
 * what came is too much, those that are asked are called off.
 */
export async function fetchAll(
  needs: readonly SelectorNeed[],
  window: { startMs: number; endMs: number },
  options: { readonly select: Select; readonly signal?: AbortSignal },
  budget: Budget,
): Promise<Map<VectorSelector, readonly Series[]>> {
  const asked = new Map<
    string,
    { need: SelectorNeed; fromMs: number; toMs: number; selectors: VectorSelector[] }
  >();
  for (const need of needs) {
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
    if (known !== undefined) known.selectors.push(need.selector);
    else asked.set(key, { need: { ...need, hint }, fromMs, toMs, selectors: [need.selector] });
  }
  const found = new Map<VectorSelector, readonly Series[]>();
  const failing = new AbortController();
  // What is asked alone has nothing to call off.
  const { signal } =
    asked.size < 2
      ? options
      : {
          signal: AbortSignal.any([
            failing.signal,
            ...(options.signal === undefined ? [] : [options.signal]),
          ]),
        };
  const reading = { select: options.select, ...(signal === undefined ? {} : { signal }) };
  const waiting = asked.values();
  const work = async () => {
    for (const { need, fromMs, toMs, selectors } of waiting) {
      if (failing.signal.aborted) return;
      const series = await ask(need, fromMs, toMs, reading, budget);
      for (const selector of selectors) found.set(selector, series);
    }
  };
  const failed = (error: unknown) => {
    failing.abort(error);
    throw error;
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, asked.size) }, () => work().catch(failed)));
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
  budget.hold(bytesOf(ordered));
  return ordered;
}

/** The bytes of all columns. */
export function bytesOf(series: readonly Series[]): number {
  let bytes = 0;
  for (const { timesMs, values, stale, counts, lost } of series)
    for (const column of [timesMs, values, stale, counts, lost]) bytes += column?.byteLength ?? 0;
  return bytes;
}

/** The answers to all questions of an expression, each by its text. */
export type Answers = ReadonlyMap<string, readonly Series[]>;

/** A `select` that knows these answers and nothing else: for an evaluation elsewhere, after `collectRange`. */
export const selectFrom =
  (answers: Answers): Select =>
  (matchers, startMs, endMs, _signal, hint) =>
    answers.get(questionOf(matchers, startMs, endMs, hint)) ?? [];
