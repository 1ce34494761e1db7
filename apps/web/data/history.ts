import { type ColumnSeries, type Columns, columnsType, decodeColumns } from "@mission-control/contracts";
import { askBytes } from "./ask.ts";
import { askPast } from "./ask-past.ts";
import { lanesHaveAsked } from "./lanes-first.ts";
import type { Outcome } from "./outcome.ts";
import { finalPart, joinParts, missingFrom, type Stretch } from "./past-parts.ts";
import type { KeptPast, PastStore } from "./past-store.ts";

/** What of the past is asked for; both ends on the step grid. */
export interface PastQuery extends Stretch {
  readonly expr: string;
  /** The store that is asked; without one the default. */
  readonly store?: string | undefined;
}

/** Reads the past of an expression, a value for each step. Rejects only where `signal` aborts. */
export type ReadPast = (query: PastQuery, signal: AbortSignal) => Promise<Outcome<readonly ColumnSeries[]>>;

type Past = Outcome<readonly ColumnSeries[]>;

/** A question that waits for its answer. */
interface Waiting {
  readonly query: PastQuery;
  readonly signal: AbortSignal;
  readonly key: string;
  readonly isKept: boolean;
  kept: KeptPast | undefined;
  readonly settle: (past: Past) => void;
}

/** `@ start()` and `@ end()` mean another moment in each question. */
const MOVES_WITH_RANGE = /@\s*(start|end)\s*\(/;

/**
 * Reads the past in columns; what is final is kept in `store` and not asked for again. What is asked for in one turn, as a
 * wall does for all its lanes, goes out together: the server reads hundreds of lanes nearly as fast as one.
 */
export function createReadPast(store: PastStore): ReadPast {
  let gathered: Waiting[] = [];

  async function begin(): Promise<void> {
    const lanes = gathered.filter(({ signal }) => !signal.aborted);
    gathered = [];
    const kept = await store.getMany(lanes.map(({ key, isKept }) => (isKept ? key : "")));
    for (const [i, lane] of lanes.entries()) lane.kept = kept[i];
    const again = await askFor(lanes, ({ kept, query }) => missingFrom(kept, query));
    // One that was left meanwhile says nothing about those that come after it.
    if (lanes.some(({ signal }) => !signal.aborted)) lanesHaveAsked();
    // What was kept of these no longer holds.
    for (const lane of again) lane.kept = undefined;
    await askFor(again, ({ query }) => query.startMs);
  }

  /** Asks for some lanes, each from a time on, and settles them; gives those of which all has to be asked for again. */
  async function askFor(lanes: readonly Waiting[], fromOf: (lane: Waiting) => number): Promise<Waiting[]> {
    const again: Waiting[] = [];
    const finals = new Map<string, KeptPast>();
    const together = new Map<string, Waiting[]>();
    for (const lane of lanes) {
      const { store: from, stepMs, endMs } = lane.query;
      const key = JSON.stringify([from, stepMs, fromOf(lane), endMs]);
      together.set(key, [...(together.get(key) ?? []), lane]);
    }
    await Promise.all(
      [...together.values()].map((some) => {
        const [{ query }, fromMs] = [some[0]!, fromOf(some[0]!)];
        return askPast({
          stretch: { ...query, startMs: fromMs },
          store: query.store,
          lanes: some.map(({ query: { expr }, signal }) => ({ expr, signal })),
          answer(index, outcome) {
            const lane = some[index]!;
            if (!outcome.ok) return lane.settle(outcome);
            let series = outcome.value.series;
            if (lane.kept !== undefined && fromMs > lane.query.startMs) {
              if (outcome.value.generation !== lane.kept.generation) return void again.push(lane);
              series = joinParts(lane.kept, outcome.value, lane.query);
            }
            const final = lane.isKept ? finalPart(series, lane.query, outcome.value) : undefined;
            if (final !== undefined) finals.set(lane.key, final);
            lane.settle({ ok: true, value: series });
          },
        });
      }),
    );
    // Once all are there: writing it down holds no lane up.
    if (finals.size > 0) void store.setMany(finals);
    return again.filter(({ signal }) => !signal.aborted);
  }

  return (query, signal) =>
    new Promise((settle, fail) => {
      if (signal.aborted) return fail(signal.reason);
      signal.addEventListener("abort", () => fail(signal.reason), { once: true });
      const key = `${query.stepMs} ${query.store ?? ""} ${query.expr}`;
      const isKept = !MOVES_WITH_RANGE.test(query.expr);
      if (gathered.push({ query, signal, key, isKept, kept: undefined, settle }) === 1)
        queueMicrotask(() => void begin().catch(fail));
    });
}

/** Asks the server for the values of an expression at each step, whatever is kept of them here. */
export async function readColumns(query: PastQuery, signal: AbortSignal): Promise<Outcome<Columns>> {
  const answer = await askBytes("/api/v1/query_range", {
    method: "POST",
    headers: { accept: columnsType, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      query: query.expr,
      start: String(query.startMs / 1000),
      end: String(query.endMs / 1000),
      step: String(query.stepMs / 1000),
      ...(query.store === undefined ? {} : { store: query.store }),
    }),
    signal,
  });
  if (!answer.ok) return answer;
  const columns = decodeColumns(answer.value);
  if (!("code" in columns)) return { ok: true, value: columns };
  return { ok: false, failure: { message: `The answer cannot be read: ${columns.message}.`, away: true } };
}
