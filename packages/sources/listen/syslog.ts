import type { RawEvent, SourceStatus } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { Captures } from "./access-haproxy.ts";
import { createBadLines } from "./bad-lines.ts";
import { byte } from "./bytes.ts";
import { eventOfSyslog } from "./syslog-event.ts";
import { createSyslogFraming } from "./syslog-framing.ts";
import type { TcpReader } from "./tcp.ts";

/** How long events gather before they are handed on together: each batch is synced to disk once. */
const GATHER_MS = 50;
const MOST_GATHERED = 2_000;
/** How many may wait for the disk; of a flood beyond that messages are lost, and counted. */
const MOST_WAITING = 20_000;
const MAX_MESSAGE_BYTES = 64 * 1024;

/**
 * Syslog without its sockets: messages in, events out, gathered for 50 ms. Bad messages are counted and the last 20 kept;
 * nothing that comes in makes it throw.
 */
export function createSyslog(options: {
  clock: Clock;
  captures: Captures;
  /** Takes a batch; until it is done the batch counts as waiting. A refusal is the taker's to count. */
  accept: (events: RawEvent[]) => Promise<void>;
}) {
  const { clock, captures, accept } = options;
  const bad = createBadLines();
  let gathered: RawEvent[] = [];
  let waiting = 0;
  let sending: Undo | undefined;
  let received = 0;
  let lastReceivedMs: number | null = null;

  function flag(bytes: Uint8Array, reason: string): void {
    bad.add(clock.now(), bytes, 0, bytes.length, reason);
  }

  function receive(bytes: Uint8Array, truncated = false): void {
    let to = bytes.length;
    while (to > 0 && isEnd(bytes[to - 1]!)) to--;
    if (to === 0) return;
    const line = bytes.subarray(0, to);
    received++;
    lastReceivedMs = clock.now();
    const event = eventOfSyslog(line, { captures, nowMs: lastReceivedMs });
    // What was cut is flagged once, by what cut it.
    if (typeof event !== "string") gather(line, truncated ? markTruncated(event) : event);
    else if (!truncated) flag(line, event);
  }

  function gather(line: Uint8Array, event: RawEvent): void {
    if (waiting + gathered.length >= MOST_WAITING) {
      flag(line, "lost: the disk does not keep up");
      return;
    }
    gathered.push(event);
    if (gathered.length >= MOST_GATHERED) void flush();
    else sending ??= clock.after(GATHER_MS, () => void flush());
  }

  async function flush(): Promise<void> {
    sending?.();
    sending = undefined;
    if (gathered.length === 0) return;
    const events = gathered;
    gathered = [];
    waiting += events.length;
    try {
      await accept(events);
    } finally {
      waiting -= events.length;
    }
  }

  return {
    /** Takes one message: a datagram. An empty one is nothing. */
    receive: (bytes: Uint8Array): void => receive(bytes),
    /** Reads a connection; a message is at most 64 KiB long. */
    createReader: (close: () => void): TcpReader =>
      createSyslogFraming({ maxBytes: MAX_MESSAGE_BYTES, onMessage: receive, onFault: flag, close }),
    /** Hands on what was gathered. Resolves once it was taken. */
    flush,
    /** Messages that came in, those of them that were no good, were cut or lost, and the last 20 of these. */
    counts: (): Pick<SourceStatus, "received" | "rejected" | "lastReceivedMs" | "bad"> => ({
      received,
      rejected: bad.total,
      lastReceivedMs,
      bad: bad.last(),
    }),
  };
}

const isEnd = (value: number) => value === byte.newline || value === byte.return || value === 0;

const markTruncated = (event: RawEvent): RawEvent => ({
  ...event,
  attributes: { ...event.attributes, truncated: true },
});

/** Syslog without its sockets. */
export type Syslog = ReturnType<typeof createSyslog>;
