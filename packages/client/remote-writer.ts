import { encodeWriteRequest, packSnappy } from "@mission-control/contracts/remote-write";
import { type Clock, type Samples, systemClock, type Undo } from "@mission-control/series";
import { retryAfterMs } from "./post.ts";

/** Samples of one request: some 1 MB before they are packed, which keeps a server busy for some 30 ms. */
const SAMPLES_PER_REQUEST = 50_000;
const TIMEOUT_MS = 60_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
const PATIENCE_MS = 5 * 60_000;

/** An answer: taken, refused for good, or to be asked again, not before `waitMs`. */
type Answer = { taken: true } | { taken: false; reason: string; waitMs: number | undefined };

/**
 * Writes samples of any age to a server by Prometheus remote write 1.0, at most `maxInFlight` (2) requests of 50,000 samples
 * at once. A server that is away or asks for time is asked again, after waits that double from 0.25 s to 30 s and are never
 * shorter than a Retry-After, until one request has waited `patienceMs` (5 min).
 */
export function createRemoteWriter(options: {
  url: string;
  clock?: Clock;
  maxInFlight?: number;
  patienceMs?: number;
}) {
  const { clock = systemClock, maxInFlight = 2, patienceMs = PATIENCE_MS } = options;
  const url = `${options.url.replace(/\/+$/, "")}/api/v1/write`;
  const entering: (() => void)[] = [];
  const writing = new Set<Promise<void>>();
  const stops = new Set<() => void>();
  let inFlight = 0;
  let isClosed = false;

  async function inTurn(job: () => Promise<void>): Promise<void> {
    if (inFlight < maxInFlight) inFlight++;
    else await new Promise<void>((enter) => entering.push(enter));
    try {
      await job();
    } finally {
      const next = entering.shift();
      if (next === undefined) inFlight--;
      else next();
    }
  }

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      let cancel: Undo = () => {};
      // The clock's timers let a process end; one that has samples to write shall not.
      const { port1 } = new MessageChannel();
      port1.onmessage = () => {};
      const end = () => {
        cancel();
        port1.close();
        stops.delete(end);
        resolve();
      };
      stops.add(end);
      cancel = clock.after(ms, end);
    });
  }

  async function send(samples: Samples): Promise<void> {
    if (isClosed) throw new Error("the writer is closed");
    const body = packSnappy(encodeWriteRequest(samples));
    const startMs = clock.monotonicMs();
    for (let failures = 0; ; failures++) {
      const answer = await postOnce(url, body, clock);
      if (answer.taken) return;
      const { reason, waitMs } = answer;
      if (waitMs === undefined) throw new Error(`the server refused samples: ${reason}`);
      const longestMs = Math.max(waitMs, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures));
      if (clock.monotonicMs() - startMs + longestMs > patienceMs) {
        throw new Error(`the server took no samples for ${Math.round(patienceMs / 1000)} s: ${reason}`);
      }
      if (!isClosed) await wait(longestMs);
      if (isClosed) throw new Error(`the writer was closed while it tried again: ${reason}`);
    }
  }

  return {
    /**
     * Resolves once the server has all samples on its disk. Where it rejects, some of them may be there: writing the same
     * again changes nothing. Who waits for it before the next call holds no more than these samples in memory.
     * @throws Error in words: with the server's reason where it refused them, or where it was away too long.
     */
    async write(samples: Samples): Promise<void> {
      const parts: Promise<void>[] = [];
      for (let from = 0; from < samples.refs.length; from += SAMPLES_PER_REQUEST) {
        const to = from + SAMPLES_PER_REQUEST;
        const part = inTurn(() => send(partOf(samples, from, to)));
        const settled = () => void writing.delete(part);
        writing.add(part);
        part.then(settled, settled);
        parts.push(part);
      }
      const failed = (await Promise.allSettled(parts)).find((part) => part.status === "rejected");
      if (failed !== undefined) throw failed.reason;
    },
    /** Takes nothing more, and resolves once what is under way has its answer; what waits to be sent again is given up. */
    async close(): Promise<void> {
      isClosed = true;
      for (const stop of stops) stop();
      await Promise.allSettled(writing);
    },
  };
}

/** Writes samples to a server by remote write. */
export type RemoteWriter = ReturnType<typeof createRemoteWriter>;

const partOf = ({ labels, refs, timesMs, values }: Samples, from: number, to: number): Samples => ({
  labels,
  refs: refs.subarray(from, to),
  timesMs: timesMs.subarray(from, to),
  values: values.subarray(from, to),
});

async function postOnce(url: string, body: Uint8Array<ArrayBuffer>, clock: Clock): Promise<Answer> {
  const abort = new AbortController();
  const cancel = clock.after(TIMEOUT_MS, () => abort.abort(new Error("no answer within 60 s")));
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-protobuf",
        "Content-Encoding": "snappy",
        "X-Prometheus-Remote-Write-Version": "0.1.0",
      },
      body,
      redirect: "manual",
      signal: abort.signal,
    });
    const text = await response.text();
    if (response.ok) return { taken: true };
    const again = response.status >= 500 || response.status === 429;
    const waitMs = again ? retryAfterMs(response.headers.get("retry-after"), clock.now()) : undefined;
    return { taken: false, reason: reasonIn(text, response.status), waitMs };
  } catch (error) {
    const { message, cause } = error as Error;
    return { taken: false, reason: cause instanceof Error ? cause.message : message, waitMs: 0 };
  } finally {
    cancel();
  }
}

/** The words of a problem document with its first fault, or the beginning of any other answer. */
function reasonIn(text: string, status: number): string {
  try {
    const problem = JSON.parse(text) as { detail?: unknown; errors?: { path: string; message: string }[] };
    if (typeof problem.detail === "string") {
      const first = problem.errors?.[0];
      return first === undefined
        ? problem.detail
        : `${problem.detail} First: ${first.path}: ${first.message}`;
    }
  } catch {
    // Not ours.
  }
  return `${status} ${text.slice(0, 200)}`.trim();
}
