import type { SourceStatus } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { createLineSplitter } from "./line-splitter.ts";
import { listenOnOnePort } from "./one-port.ts";
import type { Statsd } from "./statsd.ts";
import { readUdpDrops } from "./udp-drops.ts";

const MAX_LINE_BYTES = 64 * 1024;

/** StatsD on its sockets. */
export interface StatsdListener {
  /** The ports, which are one number. */
  address(): { host: string; udp: number; tcp: number };
  /** Datagrams that the kernel dropped before anyone could read them; undefined where the system does not say. */
  kernelDrops(): Promise<number | undefined>;
  status(): SourceStatus;
  /** Closes both sockets and every connection. What was received stays in `statsd`. */
  close(): Promise<void>;
}

/**
 * Gives StatsD its sockets: UDP and TCP on one port (0: any that both can have), lines of at most 64 KiB over TCP.
 * @throws Error in words, naming the port and what to do, when it cannot be bound.
 */
export async function listenStatsd(options: {
  host: string;
  port: number;
  statsd: Statsd;
  clock: Clock;
}): Promise<StatsdListener> {
  const { host, port, statsd, clock } = options;
  const { udp, tcp, address, close } = await listenOnOnePort({
    what: "StatsD",
    host,
    port,
    setting: "statsd.port (STATSD_PORT)",
    clock,
    onDatagram: (bytes) => statsd.receive(bytes),
    createReader: () =>
      createLineSplitter({
        maxBytes: MAX_LINE_BYTES,
        onLines: statsd.receive,
        onTooLong: (beginning) => statsd.refuse(beginning, `line longer than ${MAX_LINE_BYTES} bytes`),
      }),
  });
  return {
    address: () => ({ host, udp: udp.port, tcp: tcp.port }),
    kernelDrops: () => readUdpDrops(udp.port),
    status: () => ({ name: "statsd", address, state: "listening", ...statsd.counts() }),
    close,
  };
}
