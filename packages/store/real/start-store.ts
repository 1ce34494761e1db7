import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { systemClock } from "@mission-control/series";

const { monotonicMs } = systemClock;
const wait = (ms: number) => new Promise<void>((resolve) => systemClock.after(ms, resolve));

/** The stores that Debian has, by the names of their programs. */
const PROGRAMS = { prometheus: "prometheus", victoriametrics: "victoria-metrics" } as const;
export type RealKind = keyof typeof PROGRAMS;

const START_MS = 20_000;

/** A real store, running on a loopback port with a folder of its own. */
export interface RealStore {
  readonly url: string;
  /** Resolves when what was written before can be read. */
  flush(): Promise<void>;
  /** Sends its process a signal; resolves once it is gone by SIGKILL, or (on Linux) no thread of it runs after SIGSTOP. */
  signal(name: "SIGKILL" | "SIGSTOP" | "SIGCONT"): Promise<void>;
  /** Starts it again on the same port and folder. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Where the program of a kind is; undefined where it is not installed. */
export function programOf(kind: RealKind): string | undefined {
  const folders = ["/usr/bin", "/usr/local/bin", ...(process.env.PATH ?? "").split(delimiter)];
  return folders.map((folder) => join(folder, PROGRAMS[kind])).find((file) => existsSync(file));
}

/** Starts a store and resolves when it answers. @throws Error where it does not within 20 s. */
export async function startRealStore(kind: RealKind): Promise<RealStore> {
  const program = programOf(kind);
  if (program === undefined) throw new Error(`${PROGRAMS[kind]} is not installed`);
  const dir = mkdtempSync(join(tmpdir(), `${kind}-`));
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  let child: ChildProcess | undefined;

  const isReady = async () => {
    const answer = await fetch(`${url}/api/v1/query?query=1`).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.ok === true;
  };

  async function start(): Promise<void> {
    const started = spawn(program!, argumentsOf(kind, dir, address), { stdio: ["ignore", "ignore", "pipe"] });
    child = started;
    let said = "";
    started.stderr!.on("data", (chunk) => {
      said = (said + chunk).slice(-2_000);
    });
    for (const untilMs = monotonicMs() + START_MS; monotonicMs() < untilMs; await wait(50)) {
      if (started.exitCode !== null) break;
      if (await isReady()) return;
    }
    await kill();
    throw new Error(`${PROGRAMS[kind]} did not start: ${said}`);
  }

  async function kill(): Promise<void> {
    const running = child;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await gone;
  }

  // A test run that dies takes its stores along.
  const killAtOnce = () => child?.kill("SIGKILL");
  process.once("exit", killAtOnce);

  await start();
  return {
    url,
    async flush() {
      if (kind !== "victoriametrics") return;
      const answer = await fetch(`${url}/internal/force_flush`);
      await answer.text();
    },
    async signal(name) {
      if (name === "SIGKILL") return kill();
      child?.kill(name);
      // The signal is only sent by then: a thread on another processor runs on for a while, and may still answer.
      while (name === "SIGSTOP" && !stands(child?.pid)) await wait(5);
    },
    restart: start,
    async stop() {
      process.off("exit", killAtOnce);
      await kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Whether all threads of a process are stopped; that it is where there is no /proc to ask. */
function stands(pid: number | undefined): boolean {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return true;
  try {
    return readdirSync(tasks).every((task) => /\) T /.test(readFileSync(join(tasks, task, "stat"), "utf8")));
  } catch {
    // A thread ended between the two.
    return false;
  }
}

function argumentsOf(kind: RealKind, dir: string, address: string): string[] {
  if (kind === "victoriametrics") {
    return [
      `-httpListenAddr=${address}`,
      `-storageDataPath=${join(dir, "data")}`,
      "-retentionPeriod=100y",
      "-search.latencyOffset=0s",
      "-selfScrapeInterval=0",
    ];
  }
  const config = join(dir, "prometheus.yml");
  writeFileSync(config, "storage:\n  tsdb:\n    out_of_order_time_window: 3h\n");
  return [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(dir, "data")}`,
    "--storage.tsdb.retention.time=100y",
    `--web.listen-address=${address}`,
    "--web.enable-remote-write-receiver",
  ];
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
