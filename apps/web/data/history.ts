import type { PromData } from "@mission-control/contracts";
import { type Labels, labelsOf } from "@mission-control/series";
import { ask } from "./ask.ts";
import type { Outcome } from "./outcome.ts";
import { createTurns } from "./turns.ts";

/** One series of the past: `values[i]` is at `startMs + i * stepMs`, NaN where there is none. */
export interface PastSeries {
  readonly labels: Labels;
  readonly values: Float64Array;
}

/** What of the past is asked for; both ends on the step grid. */
export interface PastQuery {
  readonly expr: string;
  readonly stepMs: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** Reads the past of an expression. Rejects only where `signal` aborts. */
export type ReadPast = (query: PastQuery, signal: AbortSignal) => Promise<Outcome<PastSeries[]>>;

/** Leaves connections free for everything else, of the six that browsers allow. */
const AT_ONCE = 4;

/** Reads the past by `/api/v1/query_range`. */
export function createReadPast(): ReadPast {
  const turn = createTurns(AT_ONCE);
  return (query, signal) =>
    turn(async () => {
      signal.throwIfAborted();
      const answer = await ask<{ data: PromData }>("/api/v1/query_range", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({
          query: query.expr,
          start: String(query.startMs / 1000),
          end: String(query.endMs / 1000),
          step: String(query.stepMs / 1000),
        }),
        signal,
      });
      return answer.ok ? { ok: true, value: pastOf(answer.value.data, query) } : answer;
    });
}

/** The series of a range query's answer, laid on its grid. */
export function pastOf(data: PromData, query: PastQuery): PastSeries[] {
  if (data.resultType !== "matrix") return [];
  const count = Math.max(0, Math.floor((query.endMs - query.startMs) / query.stepMs) + 1);
  return data.result.map(({ metric, values: pairs }) => {
    const values = new Float64Array(count).fill(Number.NaN);
    for (const [seconds, text] of pairs) {
      const at = Math.round((seconds * 1000 - query.startMs) / query.stepMs);
      if (at >= 0 && at < count) values[at] = numberOf(text);
    }
    return { labels: labelsOf(Object.entries(metric)), values };
  });
}

/** A value as Prometheus writes it. */
export function numberOf(text: string): number {
  if (text === "+Inf") return Number.POSITIVE_INFINITY;
  return text === "-Inf" ? Number.NEGATIVE_INFINITY : Number(text);
}
