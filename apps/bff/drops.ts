import type { Status } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";

const REMEMBER_MS = 5 * 60_000;

/** How a source that listens for datagrams is called, and what its senders can do so that fewer come. */
const sources = {
  statsd: { packets: "StatsD packets", advice: "Send several lines a packet" },
  syslog: { packets: "syslog messages", advice: "Send them over TCP" },
} as const;

/** Watches how many of a source's datagrams the kernel dropped; for 5 min after a loss it is a problem that the page shows. */
export function createDrops(clock: Clock, source: keyof typeof sources) {
  let total = 0;
  let lostAtMs = Number.NEGATIVE_INFINITY;
  return {
    /** Takes the kernel's count since the socket was opened. */
    saw(count: number): void {
      if (count > total) lostAtMs = clock.monotonicMs();
      total = Math.max(total, count);
    },
    total: () => total,
    problems(): Status["problems"] {
      if (clock.monotonicMs() - lostAtMs > REMEMBER_MS) return [];
      const { packets, advice } = sources[source];
      const message = `The kernel dropped ${packets} before they could be read (${total} since the start). ${advice}, or give sockets more room: sysctl -w net.core.rmem_max=8388608, then start again.`;
      return [{ code: `${source}_dropped`, message }];
    },
  };
}
