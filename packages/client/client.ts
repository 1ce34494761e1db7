import { type Clock, systemClock, type Undo } from "@mission-control/series";
import type { StatsdAddress } from "./carrier.ts";
import { createTcpCarrier } from "./carrier-tcp.ts";
import { createUdpCarrier } from "./carrier-udp.ts";
import type { Tags } from "./metric-line.ts";
import { createMetrics, type SampleableTimer } from "./metrics.ts";
import { reportProcInfo } from "./proc-info.ts";
import { createReports, type DeployToSend, type EventToSend } from "./reports.ts";

export interface ClientOptions {
  /** Where the server's HTTP is. Default `http://127.0.0.1:4400`. */
  readonly url?: string;
  /** Where the server's StatsD is. Default 127.0.0.1:8125. */
  readonly statsd?: StatsdAddress;
  /** How metrics travel: datagrams, or lines on a TCP connection. Events and deploys always go by HTTP. Default `udp`. */
  readonly via?: "udp" | "tcp";
  /** Said of every event and deploy that says nothing else, and a tag of every metric. */
  readonly service?: string;
  readonly host?: string;
  readonly tags?: Tags;
  /**
   * Where events wait for the server. Default: a folder for each user and service in the system's temporary one, that only
   * this user reads. Several processes may share one; containers, which number their processes apart, need one each.
   */
  readonly spoolDir?: string;
  /** The most bytes that wait there; then the oldest are dropped. Default 64 MiB. */
  readonly maxSpoolBytes?: number;
  readonly clock?: Clock;
}

/** What became of metrics (counted in lines), events and deploys since the start; `queued` is now. */
export interface ClientStatus {
  readonly metrics: { readonly queued: number; readonly sent: number; readonly dropped: number };
  readonly events: ReportCounts;
  readonly deploys: ReportCounts;
  /** Bytes on disk. */
  readonly spoolBytes: number;
  /** Files of an earlier process that ended in a torn record. */
  readonly damaged: number;
}

/** `dropped`: given up here. `refused`: the server found them no good, and they are not sent again. */
interface ReportCounts {
  readonly queued: number;
  readonly sent: number;
  readonly dropped: number;
  readonly refused: number;
}

export type Client = ReturnType<typeof createClient>;

/**
 * A client of Mission Control. Its calls never throw for what is measured or for a server that is away: what cannot be used
 * or kept is counted in `status()`. Nothing of it keeps the process alive: call `close()` before you exit.
 * @throws Error in words, where `spoolDir` cannot be written, or the default one is somebody else's.
 */
export function createClient(options: ClientOptions = {}) {
  const { clock = systemClock, service, host, tags = {}, via = "udp" } = options;
  const statsd = options.statsd ?? { host: "127.0.0.1", port: 8125 };
  const reports = createReports({
    url: options.url ?? "http://127.0.0.1:4400",
    clock,
    spoolDir: options.spoolDir,
    maxSpoolBytes: options.maxSpoolBytes ?? 64 * 1024 * 1024,
    service,
    host,
    tags,
  });
  const metrics = createMetrics({
    clock,
    carrier: via === "tcp" ? createTcpCarrier({ ...statsd, clock }) : createUdpCarrier(statsd),
    tags: { ...(service === undefined ? {} : { service }), ...(host === undefined ? {} : { host }), ...tags },
  });
  const undo = new Set<Undo>();

  return {
    /** Adds to a counter: 1, or a number that is not negative. */
    count(name: string, by = 1, tags?: Tags): void {
      metrics.count(name, by, tags);
    },
    /** Sets a level. */
    gauge(name: string, value: number, tags?: Tags): void {
      metrics.gauge(name, value, tags);
    },
    /** Adds a member to a set, of which the server counts the different ones each step. */
    set(name: string, member: string | number, tags?: Tags): void {
      metrics.set(name, String(member), tags);
    },
    /** Takes a time in ms, or runs a function and takes its time; its result comes back. */
    time: ((name: string, what: number | (() => unknown), tags?: Tags) => {
      const timer = metrics.timer(name, tags);
      return typeof what === "number" ? timer.record(what) : timer.time(what);
    }) as {
      (name: string, ms: number, tags?: Tags): void;
      <T>(name: string, fn: () => T, tags?: Tags): T;
    },
    /** A timer to keep at hand, and to sample: `timer("checkout").sample(100).every("5s")`. */
    timer: (name: string, tags?: Tags): SampleableTimer => metrics.timer(name, tags),
    /** Keeps an event on disk until the server has it; false where it cannot be kept, which is counted. */
    event: (event: EventToSend): boolean => reports.event(event),
    /** Keeps a deploy likewise, in its place between the events. */
    deploy: (deploy: DeployToSend): boolean => reports.deploy(deploy),
    /** Reports what this process uses, now and each `everyMs` (10 s), until it is undone. */
    procInfo({ everyMs = 10_000 }: { everyMs?: number } = {}): Undo {
      const stop = reportProcInfo(clock, { count: metrics.count, gauge: metrics.gauge }, everyMs);
      undo.add(stop);
      return () => {
        undo.delete(stop);
        stop();
      };
    },
    /** Sends what is there now, also what waits for a window's end. A server that is away is not waited for. */
    async flush(): Promise<void> {
      await Promise.all([metrics.flush(), reports.flush()]);
    },
    /** Sends what is there once more and ends. Events that the server does not have stay on disk for the next client that starts. */
    async close(): Promise<void> {
      for (const stop of undo) stop();
      undo.clear();
      await Promise.all([metrics.close(), reports.close()]);
    },
    status: (): ClientStatus => ({ metrics: metrics.counts(), ...reports.counts() }),
  };
}
