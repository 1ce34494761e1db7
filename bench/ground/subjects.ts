import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Status } from "@mission-control/contracts";
import { type Spawned, spawnServer } from "./spawned.ts";

/** Our server or a peer, started; all take remote write at /api/v1/write and answer PromQL at /api/v1. */
export interface Subject extends Spawned {
  readonly name: string;
  /** Waits until what was written lies where queries find it, and nothing more is to be done for it. */
  settle(): Promise<void>;
}

const PACKED_MS = 600_000;

const root = resolve(process.env.BENCH_ROOT ?? ".");

/**
 * Waits until ours has packed so many days and none waits: it does that in the background some two minutes after the last old
 * sample, and what is measured meanwhile would be measured beside it. @throws Error where it takes ten minutes.
 */
export async function untilPacked({ url }: Subject, days: number): Promise<void> {
  const untilMs = performance.now() + PACKED_MS;
  for (;;) {
    const status = (await (await fetch(`${url}/api/status`)).json()) as Status;
    const { sealedDays = 0, waitingDays = 0 } = status.compaction ?? {};
    if (sealedDays >= days && waitingDays === 0) return;
    if (performance.now() > untilMs) throw new Error(`only ${sealedDays} days of ${days} are packed`);
    await sleep(1_000);
  }
}

/** The built Mission Control. What it collects itself is off, so that it holds what the benchmark wrote. */
export async function startOurs(
  env: Record<string, string> = {},
  nodeArgs: readonly string[] = [],
): Promise<Subject> {
  const spawned = await spawnServer({
    command: process.execPath,
    args: () => [...nodeArgs, join(root, "apps", "bff", "dist", "main.js")],
    env: ({ port, dir }) => {
      const file = join(dir, "settings.yaml");
      writeFileSync(
        file,
        "hostMetrics: { enabled: false }\nstatsd: { enabled: false }\nsyslog: { enabled: false }\n",
      );
      return {
        HOST: "127.0.0.1",
        PORT: String(port),
        MISSION_CONTROL_CONFIG: file,
        MISSION_CONTROL_DATA: join(dir, "data"),
        MISSION_CONTROL_RETENTION: "400d",
        ...env,
      };
    },
    ready: "/readyz",
  });
  return {
    ...spawned,
    name: "Mission Control",
    settle: () => untilCalm(spawned),
  };
}

/** Prometheus, as a receiver of remote write. */
const prometheus = {
  name: "Prometheus",
  command: "/usr/bin/prometheus",
  get: "apt-get install prometheus",
  start: (): Promise<Spawned> =>
    spawnServer({
      command: "/usr/bin/prometheus",
      args: ({ port, dir }) => {
        const file = join(dir, "prometheus.yml");
        writeFileSync(file, "global: { scrape_interval: 1h }\n");
        return [
          `--config.file=${file}`,
          `--storage.tsdb.path=${join(dir, "data")}`,
          "--storage.tsdb.retention.time=400d",
          `--web.listen-address=127.0.0.1:${port}`,
          "--web.enable-remote-write-receiver",
          "--log.level=error",
        ];
      },
      ready: "/-/ready",
    }),
};

/** VictoriaMetrics, single node. */
const victoria = {
  name: "VictoriaMetrics",
  command: "/usr/bin/victoria-metrics",
  get: "apt-get install victoria-metrics",
  start: (): Promise<Spawned> =>
    spawnServer({
      command: "/usr/bin/victoria-metrics",
      args: ({ port, dir }) => [
        `-storageDataPath=${join(dir, "data")}`,
        "-retentionPeriod=400d",
        `-httpListenAddr=127.0.0.1:${port}`,
        "-loggerLevel=ERROR",
        "-search.maxUniqueTimeseries=1000000",
        // Answers from what is stored, as everyone does here.
        "-search.disableCache",
      ],
      ready: "/health",
    }),
};

export const peers = { prometheus, victoria } as const;

/** Starts a peer; undefined where it is not installed, which is said with how to get it. */
export async function startPeer(peer: (typeof peers)[keyof typeof peers]): Promise<Subject | undefined> {
  if (!existsSync(peer.command)) {
    console.log(`${peer.name} is not installed here (Debian: ${peer.get}); ours runs without it.`);
    return undefined;
  }
  const spawned = await peer.start();
  return {
    ...spawned,
    name: peer.name,
    async settle() {
      if (peer === victoria) await fetch(`${spawned.url}/internal/force_flush`);
      await untilCalm(spawned);
    },
  };
}

/** Waits until it uses next to no processor time for two seconds. */
async function untilCalm(spawned: Spawned): Promise<void> {
  for (let calm = 0; calm < 2; ) {
    const before = spawned.cpuS();
    await sleep(1_000);
    calm = spawned.cpuS() - before > 0.15 ? 0 : calm + 1;
  }
}
