import type { SourceStatus } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { listenOnOnePort } from "./one-port.ts";
import type { Syslog } from "./syslog.ts";
import { readUdpDrops } from "./udp-drops.ts";

/** Syslog on its sockets. */
export interface SyslogListener {
  /** The ports, which are one number. */
  address(): { host: string; udp: number; tcp: number };
  /** Datagrams that the kernel dropped before anyone could read them; undefined where the system does not say. */
  kernelDrops(): Promise<number | undefined>;
  status(): SourceStatus;
  /** Closes both sockets and every connection. What was gathered stays in `syslog`. */
  close(): Promise<void>;
}

/**
 * Gives syslog its sockets: UDP and TCP on one port (0: any that both can have).
 * @throws Error in words, naming the port and what to do, when it cannot be bound.
 */
export async function listenSyslog(options: {
  host: string;
  port: number;
  syslog: Syslog;
  clock: Clock;
}): Promise<SyslogListener> {
  const { host, port, syslog, clock } = options;
  const { udp, tcp, address, close } = await listenOnOnePort({
    what: "Syslog",
    host,
    port,
    setting: "syslog.port (SYSLOG_PORT)",
    clock,
    onDatagram: syslog.receive,
    createReader: syslog.createReader,
  });
  return {
    address: () => ({ host, udp: udp.port, tcp: tcp.port }),
    kernelDrops: () => readUdpDrops(udp.port),
    status: () => ({ name: "syslog", address, state: "listening", ...syslog.counts() }),
    close,
  };
}
