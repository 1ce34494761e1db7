import type { SourceStatus } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { Statsd } from "./statsd.ts";
import { listenTcp } from "./statsd-tcp.ts";
import { listenUdp } from "./statsd-udp.ts";
import { readUdpDrops } from "./udp-drops.ts";

/** How often another port is tried, when any will do and the one UDP got is taken for TCP. */
const TRIES = 10;
const SETTING = "statsd.port (STATSD_PORT)";

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
 * Gives StatsD its sockets: UDP and TCP on one port (0: any that both can have).
 * @throws Error in words, naming the port and what to do, when it cannot be bound.
 */
export async function listenStatsd(options: {
  host: string;
  port: number;
  statsd: Statsd;
  clock: Clock;
}): Promise<StatsdListener> {
  const { host, statsd } = options;
  const { udp, tcp } = await listenBoth(options, TRIES);
  return {
    address: () => ({ host, udp: udp.port, tcp: tcp.port }),
    kernelDrops: () => readUdpDrops(udp.port),
    status: () => ({
      name: "statsd",
      address: `udp and tcp ${host.includes(":") ? `[${host}]` : host}:${udp.port}`,
      state: "listening",
      ...statsd.counts(),
    }),
    close: async () => {
      await Promise.all([udp.close(), tcp.close()]);
    },
  };
}

async function listenBoth(options: Parameters<typeof listenStatsd>[0], tries: number) {
  const { host, port, statsd, clock } = options;
  const udp = await listenUdp({
    host,
    port,
    setting: SETTING,
    onDatagram: (bytes) => statsd.receive(bytes),
  });
  try {
    return { udp, tcp: await listenTcp({ host, port: udp.port, setting: SETTING, clock, statsd }) };
  } catch (error) {
    await udp.close();
    if (port !== 0 || tries <= 1) throw error;
    return listenBoth(options, tries - 1);
  }
}
