import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { Carrier, StatsdAddress } from "./carrier.ts";

/**
 * Sends packets as datagrams. Nobody says whether they arrived: what the system took counts as sent. The socket does not
 * keep the process alive.
 */
export function createUdpCarrier({ host, port }: StatsdAddress): Carrier {
  const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
  socket.unref();
  // Errors of single datagrams come to their own callbacks.
  socket.on("error", () => {});
  const counts = { sent: 0, dropped: 0, queued: 0 };
  let pending = 0;
  let isClosed = false;
  let settled: (() => void)[] = [];

  function settle(): void {
    if (--pending > 0) return;
    for (const resolve of settled) resolve();
    settled = [];
  }

  async function flush(): Promise<void> {
    if (pending > 0) await new Promise<void>((resolve) => settled.push(resolve));
  }

  return {
    send(packet, lines) {
      if (isClosed) {
        counts.dropped += lines;
        return;
      }
      pending++;
      counts.queued += lines;
      socket.send(packet, port, host, (error) => {
        counts.queued -= lines;
        if (error === null) counts.sent += lines;
        else counts.dropped += lines;
        settle();
      });
    },
    counts: () => ({ ...counts }),
    flush,
    close: async () => {
      await flush();
      if (isClosed) return;
      isClosed = true;
      socket.close();
    },
  };
}
