import type { Samples } from "@mission-control/series";
import { z } from "zod";

const MINUTE_MS = 60_000;
/** Prometheus answers 11,000 steps at most. */
const MOST_STEPS = 8_000;
const ANSWER_MS = 60_000;
const answerSchema = z.object({
  data: z.object({ result: z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])) })) }),
});

/** A stretch of time, both ends included, ms. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * When, between two times, Mission Control has figures of this company already, oldest first: by a live run or an earlier
 * writing. Other figures of the same series must not be mixed in.
 * @throws Error in words.
 */
export async function knownStretches(url: string, fromMs: number, toMs: number): Promise<Stretch[]> {
  const stepMs = MINUTE_MS * Math.ceil((toMs - fromMs) / MOST_STEPS / MINUTE_MS);
  const form = {
    query: 'count(http_requests_total{service="edge"})',
    start: String(fromMs / 1_000),
    end: String(toMs / 1_000),
    step: String(stepMs / 1_000),
  };
  const answer = await fetch(new URL("/api/v1/query_range", url), {
    method: "POST",
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const parsed = answerSchema.safeParse(await answer.json().catch(() => undefined));
  if (!parsed.success) throw new Error(`Mission Control does not say what it has already: ${answer.status}`);
  const timesMs = parsed.data.data.result[0]?.values.map(([seconds]) => Math.round(seconds * 1_000)) ?? [];
  return stretchesOf(timesMs, stepMs);
}

/** Stretches out of the steps that have a value; what a step shows may have been a step before it. */
export function stretchesOf(timesMs: readonly number[], stepMs: number): Stretch[] {
  const stretches: { fromMs: number; toMs: number }[] = [];
  for (const timeMs of timesMs) {
    const last = stretches.at(-1);
    if (last !== undefined && timeMs - last.toMs <= stepMs) last.toMs = timeMs;
    else stretches.push({ fromMs: timeMs - stepMs, toMs: timeMs });
  }
  return stretches;
}

/** Whether a time lies in one of the stretches. */
export const isWithin = (timeMs: number, stretches: readonly Stretch[]): boolean =>
  stretches.some(({ fromMs, toMs }) => timeMs >= fromMs && timeMs <= toMs);

/** The samples that lie in none of the stretches; the very same where all do. */
export function outside(samples: Samples, stretches: readonly Stretch[]): Samples {
  const { labels, refs, timesMs, values } = samples;
  const kept: number[] = [];
  for (let i = 0; i < timesMs.length; i++) if (!isWithin(timesMs[i]!, stretches)) kept.push(i);
  if (kept.length === timesMs.length) return samples;
  return {
    labels,
    refs: Uint32Array.from(kept, (i) => refs[i]!),
    timesMs: Float64Array.from(kept, (i) => timesMs[i]!),
    values: Float64Array.from(kept, (i) => values[i]!),
  };
}
