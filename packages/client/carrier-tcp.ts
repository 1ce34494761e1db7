import { connect, type Socket } from "node:net";
import type { Clock, Undo } from "@mission-control/series";
import type { Carrier, StatsdAddress } from "./carrier.ts";

const MOST_BYTES = 4 * 1024 * 1024;
/** How long a connection may take to come about, and a flush to get through. */
const PATIENCE_MS = 4_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Sends packets over one connection, made again when it breaks. What waits is bounded at `mostBytes` (4 MiB): the oldest is
 * dropped first. StatsD has no answers, so what was on its way when a connection broke is lost unseen.
 */
export function createTcpCarrier(options: StatsdAddress & { clock: Clock; mostBytes?: number }): Carrier {
  const { host, port, clock, mostBytes = MOST_BYTES } = options;
  const waiting: { packet: string; lines: number }[] = [];
  const counts = { sent: 0, dropped: 0, queued: 0 };
  let bytes = 0;
  let socket: Socket | undefined;
  let isReady = false;
  let isClosed = false;
  let failures = 0;
  let cancelRetry: Undo | undefined;
  let settled: (() => void)[] = [];

  function take(): string {
    const { packet, lines } = waiting.shift()!;
    bytes -= packet.length;
    counts.queued -= lines;
    counts.sent += lines;
    return packet;
  }

  function dropOldest(): void {
    const { packet, lines } = waiting.shift()!;
    bytes -= packet.length;
    counts.queued -= lines;
    counts.dropped += lines;
  }

  function settle(): void {
    for (const resolve of settled) resolve();
    settled = [];
  }

  function pump(): void {
    while (waiting.length > 0 && isReady) isReady = socket!.write(`${take()}\n`, settleIfThrough);
    settleIfThrough();
  }

  function settleIfThrough(): void {
    if (waiting.length === 0 && socket?.writableLength === 0) settle();
  }

  function open(): void {
    if (socket !== undefined || cancelRetry !== undefined || isClosed) return;
    const opened = connect({ host, port });
    socket = opened;
    const giveUp = clock.after(PATIENCE_MS, () => opened.destroy());
    opened.on("connect", () => {
      giveUp();
      failures = 0;
      isReady = true;
      opened.unref();
      pump();
    });
    opened.on("drain", () => {
      isReady = true;
      pump();
    });
    // StatsD says nothing; what comes is read so that the end is seen.
    opened.resume();
    // The reason is of no use to anyone: the connection is closed next, and made again.
    opened.on("error", () => {});
    opened.on("close", () => {
      giveUp();
      socket = undefined;
      isReady = false;
      settle();
      if (waiting.length > 0) retry();
    });
  }

  function retry(): void {
    if (isClosed) return;
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++);
    cancelRetry = clock.after(waitMs, () => {
      cancelRetry = undefined;
      open();
    });
  }

  async function flush(): Promise<void> {
    if (waiting.length === 0 && (socket?.writableLength ?? 0) === 0) return;
    if (socket === undefined && cancelRetry !== undefined) return;
    const cancel = clock.after(PATIENCE_MS, settle);
    await new Promise<void>((resolve) => settled.push(resolve));
    cancel();
  }

  return {
    send(packet, lines) {
      if (isClosed) {
        counts.dropped += lines;
        return;
      }
      waiting.push({ packet, lines });
      bytes += packet.length;
      counts.queued += lines;
      while (bytes > mostBytes && waiting.length > 1) dropOldest();
      open();
      pump();
    },
    counts: () => ({ ...counts }),
    flush,
    close: async () => {
      await flush();
      isClosed = true;
      cancelRetry?.();
      while (waiting.length > 0) dropOldest();
      const last = socket;
      if (last === undefined) return;
      await new Promise<void>((resolve) => {
        last.on("close", () => resolve());
        last.ref();
        if (last.writableLength > 0) last.destroy();
        else last.destroySoon();
      });
    },
  };
}
