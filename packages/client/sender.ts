import type { Clock, Undo } from "@mission-control/series";
import { post } from "./post.ts";
import type { RecordKind, Segment } from "./segment.ts";
import type { Spool } from "./spool.ts";

/** How long the first record waits for others to share its request, ms. */
const LINGER_MS = 200;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Empties a spool to the server, one request at a time and oldest first. A segment is removed when the server has answered
 * for it; until then it is sent again under the same key, after waits that double from 0.5 s to 30 s and are never
 * shorter than a Retry-After.
 */
export function createSender(options: {
  url: string;
  clock: Clock;
  spool: Spool;
  onSettled: (kind: RecordKind, outcome: { accepted: number; refused: number; lost: number }) => void;
  random?: () => number;
}) {
  const { clock, spool, onSettled, random = Math.random } = options;
  const url = options.url.replace(/\/+$/, "");
  let running: Promise<void> | undefined;
  let cancelTimer: Undo | undefined;
  let failures = 0;
  let isClosed = false;
  let notBeforeMs = Number.NEGATIVE_INFINITY;

  function startIn(ms: number): void {
    if (isClosed) return;
    cancelTimer ??= clock.after(ms, () => {
      cancelTimer = undefined;
      void start();
    });
  }

  function start(): Promise<void> {
    running ??= run().finally(() => {
      running = undefined;
      if (!spool.isEmpty()) startIn(LINGER_MS);
    });
    return running;
  }

  async function run(): Promise<void> {
    // While older segments wait the last one may fill.
    if (spool.hold() === undefined) spool.seal();
    for (let next = spool.hold(); next !== undefined; next = spool.hold()) {
      const waitMs = await send(next);
      spool.letGo();
      if (waitMs > 0) {
        startIn(waitMs);
        return;
      }
    }
  }

  /** Sends a segment; how long to wait before it is tried again, 0 where it is settled. */
  async function send(segment: Segment): Promise<number> {
    const { kind, name, records } = segment;
    const texts = await spool.read(segment).catch((error: NodeJS.ErrnoException) => {
      return error.code === "ENOENT" ? [] : undefined;
    });
    if (texts === undefined) return waitAfterFailure(0);
    const lost = records - texts.length;
    if (texts.length > 0) {
      const body = kind === "events" ? `[${texts.join(",")}]` : texts[0]!;
      const outcome = await post({
        url: `${url}/api/${kind}`,
        body,
        key: name,
        records: texts.length,
        clock,
      });
      if (!outcome.settled) return waitAfterFailure(outcome.retryAfterMs);
      onSettled(kind, { accepted: outcome.accepted, refused: texts.length - outcome.accepted, lost });
    } else onSettled(kind, { accepted: 0, refused: 0, lost });
    spool.remove(segment);
    failures = 0;
    return 0;
  }

  function waitAfterFailure(retryAfterMs: number): number {
    notBeforeMs = clock.monotonicMs() + retryAfterMs;
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++);
    // Up to half is left to chance, so that many clients do not come back at the same moment.
    return Math.max(retryAfterMs, longest * (0.5 + random() / 2));
  }

  return {
    /** Says that there is something to send. */
    wake(): void {
      if (running === undefined) startIn(LINGER_MS);
    },
    /** Sends what is queued now. Ends early when the server is away or asked for time. */
    async flush(): Promise<void> {
      if (running !== undefined) await running;
      if (isClosed || spool.isEmpty() || clock.monotonicMs() < notBeforeMs) return;
      cancelTimer?.();
      cancelTimer = undefined;
      spool.seal();
      await start();
    },
    /** Stops sending, after the request that is under way. */
    async close(): Promise<void> {
      isClosed = true;
      await running;
      cancelTimer?.();
      cancelTimer = undefined;
    },
  };
}
