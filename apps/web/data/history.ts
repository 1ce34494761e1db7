import { type ColumnSeries, type Columns, columnsType, decodeColumns } from "@mission-control/contracts";
import { askBytes } from "./ask.ts";
import type { Outcome } from "./outcome.ts";
import { finalPart, joinParts, missingFrom } from "./past-parts.ts";
import type { PastStore } from "./past-store.ts";
import { createTurns } from "./turns.ts";

/** What of the past is asked for; both ends on the step grid. */
export interface PastQuery {
  readonly expr: string;
  readonly stepMs: number;
  readonly startMs: number;
  readonly endMs: number;
  /** The store that is asked; without one the default. */
  readonly store?: string | undefined;
}

/** Reads the past of an expression, a value for each step. Rejects only where `signal` aborts. */
export type ReadPast = (query: PastQuery, signal: AbortSignal) => Promise<Outcome<readonly ColumnSeries[]>>;

/** Leaves connections free for everything else, of the six that browsers allow. */
const AT_ONCE = 4;

/** `@ start()` and `@ end()` mean another moment in each question, and a function may be another one tomorrow. */
const NOT_KEPT = /@\s*(start|end)\s*\(|\|>/;

/** Reads the past by `/api/v1/query_range`, in columns; what is final is kept in `store` and not asked for again. */
export function createReadPast(store: PastStore): ReadPast {
  const turn = createTurns(AT_ONCE);
  return (query, signal) =>
    turn(async () => {
      signal.throwIfAborted();
      const key = `${query.stepMs} ${query.store ?? ""} ${query.expr}`;
      const isKept = !NOT_KEPT.test(query.expr);
      const kept = isKept ? await store.get(key) : undefined;
      const fromMs = missingFrom(kept, query);
      let answer = await readColumns({ ...query, startMs: fromMs }, signal);
      if (!answer.ok) return answer;
      let series = answer.value.series;
      if (kept !== undefined && fromMs > query.startMs) {
        if (answer.value.generation === kept.generation) series = joinParts(kept, answer.value, query);
        else {
          answer = await readColumns(query, signal);
          if (!answer.ok) return answer;
          series = answer.value.series;
        }
      }
      const final = isKept ? finalPart(series, query, answer.value) : undefined;
      if (final !== undefined) void store.set(key, final);
      return { ok: true, value: series };
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
