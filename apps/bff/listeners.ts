import type { RawEvent, Settings, SourceStatus, Status } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { createStatsd, createSyslog, listenStatsd, listenSyslog } from "@mission-control/sources";
import { createDrops } from "./drops.ts";

/**
 * What listens on sockets of its own, to senders that wait for no answer: StatsD and syslog, each where the settings have it.
 * @throws Error in words where a port is taken; then nothing listens.
 */
export async function startListeners(options: {
  settings: Settings;
  clock: Clock;
  accept: (events: readonly RawEvent[]) => Promise<void>;
  /** Hears at each flush of whom StatsD lines came from, by their tags. */
  arrived: (tags: ReadonlyMap<string, string>) => void;
}) {
  const { settings, clock, accept, arrived } = options;
  const statsd = createStatsd({
    clock,
    buckets: settings.statsd.buckets,
    maxSeries: settings.maxSeries,
    onEvent: (event) => void accept([event]),
    arrived,
  });
  const syslog = createSyslog({ clock, captures: settings.syslog.captures, accept });
  const drops = { statsd: createDrops(clock, "statsd"), syslog: createDrops(clock, "syslog") };
  const place = (of: { host?: string | undefined; port: number }) => ({
    host: of.host ?? settings.host,
    port: of.port,
    clock,
  });

  const onStatsd = settings.statsd.enabled
    ? await listenStatsd({ ...place(settings.statsd), statsd })
    : undefined;
  const onSyslog = settings.syslog.enabled
    ? await listenSyslog({ ...place(settings.syslog), syslog }).catch(async (error: unknown) => {
        await onStatsd?.close();
        throw error;
      })
    : undefined;
  const addressOf = (listener: typeof onStatsd) =>
    listener && `${listener.address().host}:${listener.address().udp}`;

  return {
    /** `127.0.0.1:8125`; undefined of one that is off. */
    addresses: { statsd: addressOf(onStatsd), syslog: addressOf(onSyslog) },
    /** StatsD's samples of a step. */
    flush: statsd.flush,
    /** What is known of StatsD's metrics. */
    metadata: statsd.metadata,
    status: (): SourceStatus[] =>
      [onStatsd?.status(), onSyslog?.status()].filter((source) => source !== undefined),
    /** Reads how many datagrams the kernel dropped. */
    async readDrops(): Promise<void> {
      drops.statsd.saw((await onStatsd?.kernelDrops()) ?? 0);
      drops.syslog.saw((await onSyslog?.kernelDrops()) ?? 0);
    },
    /** How many it had dropped then, by source. */
    kernelDrops: () =>
      new Map([
        ["statsd", drops.statsd.total()],
        ["syslog", drops.syslog.total()],
      ]),
    /** What was lost lately, in words. */
    problems: (): Status["problems"] => [...drops.statsd.problems(), ...drops.syslog.problems()],
    /** Closes the sockets and hands on what syslog had gathered; StatsD's last samples are there to be flushed. */
    async close(): Promise<void> {
      await Promise.all([onStatsd?.close(), onSyslog?.close()]);
      await syslog.flush();
    },
  };
}
