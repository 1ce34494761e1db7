import { z } from "zod";
import { findStep } from "./live/mission-control.ts";
import { dayCurve } from "./load/day-curve.ts";
import { type Surroundings, writeLongPast } from "./past.ts";

const HOUR_MS = 3_600_000;
const ANSWER_MS = 10_000;
const answerSchema = z.object({ data: z.array(z.unknown()) });

/** Whether Mission Control has heard of this company within the last hour. */
async function isKnown(url: string, nowMs: number): Promise<boolean> {
  const asked = new URL("/api/v1/series", url);
  asked.searchParams.set("match[]", 'http_requests_total{service="edge"}');
  asked.searchParams.set("start", String((nowMs - HOUR_MS) / 1_000));
  asked.searchParams.set("end", String(nowMs / 1_000));
  const answer = await fetch(asked, { signal: AbortSignal.timeout(ANSWER_MS) });
  const { data } = answerSchema.safeParse(await answer.json());
  return data === undefined || data.data.length > 0;
}

/**
 * Gives a company that Mission Control has not heard of the last hour of a history, so that its wall is not empty for the
 * first quarter of an hour. What was written, in words; undefined where there is a past already.
 * @throws Error in words.
 */
export async function writeFirstPast(
  options: { url: string; seed: string; rate: number; isSteady: boolean },
  surroundings: Surroundings,
): Promise<string | undefined> {
  const { url, seed, isSteady } = options;
  const nowMs = surroundings.clock.now();
  if (await isKnown(url, nowMs)) return undefined;
  // A history follows the day's curve; where the load is steady it shall end where that begins.
  const rate = isSteady ? options.rate / dayCurve(nowMs) : options.rate;
  const stepMs = await findStep(url);
  return (await writeLongPast({ url, seed, rate, stepMs, lengthMs: HOUR_MS }, surroundings)).words;
}
