import type { Clock } from "@mission-control/series";

/** Pino gives a transport 10 s for its end, and that may be two requests. */
const TIMEOUT_MS = 4_000;
/** Answers after which the same bytes can never be taken. All others but success are tried again. */
const REFUSED = new Set([400, 413, 415, 422]);

/** What became of a request: it is settled for good, or it has to be sent again, not before `retryAfterMs`. */
export type Outcome = { settled: true; accepted: number } | { settled: false; retryAfterMs: number };

/** Posts JSON of `records` records. Never rejects: a server that is away is an outcome. */
export async function post(options: {
  url: string;
  body: string;
  key: string;
  records: number;
  clock: Clock;
}): Promise<Outcome> {
  const { url, body, key, records, clock } = options;
  const abort = new AbortController();
  const cancel = clock.after(TIMEOUT_MS, () => abort.abort());
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body,
      redirect: "manual",
      signal: abort.signal,
    });
    const answer = await response.text();
    if (response.ok) return { settled: true, accepted: records };
    if (REFUSED.has(response.status)) return { settled: true, accepted: acceptedOf(answer, records) };
    return {
      settled: false,
      retryAfterMs: retryAfterMs(response.headers.get("retry-after"), clock.now()),
    };
  } catch {
    return { settled: false, retryAfterMs: 0 };
  } finally {
    cancel();
  }
}

/** How many records a refusal says were kept all the same. */
function acceptedOf(answer: string, records: number): number {
  try {
    const { accepted } = JSON.parse(answer) as { accepted?: unknown };
    return typeof accepted === "number" ? Math.min(records, Math.max(0, accepted)) : 0;
  } catch {
    return 0;
  }
}

/** Retry-After as RFC 9110 has it, seconds or a date, as ms from now; 0 where it says nothing, at most an hour. */
export function retryAfterMs(header: string | null, nowMs: number): number {
  if (header === null) return 0;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.min(3_600_000, Math.max(0, ms)) : 0;
}
