import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Ticks a second of /proc/PID/stat: the same on every Linux that Node runs on. */
const TICKS = 100;
const READY_MS = 60_000;

/** A server under measurement, on a free port of loopback, with a folder of its own. */
export interface Spawned {
  readonly url: string;
  /** Processor time of all its threads so far, seconds; NaN where /proc is not there. */
  cpuS(): number;
  /** Resident memory, bytes. */
  residentBytes(): number;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
// A benchmark that is stopped leaves nothing behind.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    for (const child of running) child.kill("SIGKILL");
    process.exit(1);
  });
}

/** A port of loopback that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Starts a server and waits until it answers at `ready`. @throws Error with what it printed where it ends first. */
export async function spawnServer(options: {
  command: string;
  args: (at: { port: number; dir: string }) => readonly string[];
  env?: (at: { port: number; dir: string }) => Record<string, string>;
  ready: string;
}): Promise<Spawned> {
  const dir = mkdtempSync(join(tmpdir(), "mission-control-bench-"));
  const at = { port: await freePort(), dir };
  const child = spawn(options.command, options.args(at), {
    cwd: dir,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.env?.(at) },
  });
  running.add(child);
  let printed = "";
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-4_000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const exited = once(child, "exit");
  const url = `http://127.0.0.1:${at.port}`;
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    const isLate = await Promise.race([exited.then(() => false), sleep(10_000, true, { ref: false })]);
    if (isLate) child.kill("SIGKILL");
    await exited;
    running.delete(child);
    rmSync(dir, { recursive: true, force: true });
  };
  const untilMs = performance.now() + READY_MS;
  while (!(await answers(url + options.ready))) {
    if (child.exitCode === null && performance.now() < untilMs) {
      await sleep(50);
      continue;
    }
    await stop();
    throw new Error(`${options.command} did not start:\n${printed}`);
  }
  return { url, cpuS: () => cpuS(child), residentBytes: () => residentBytes(child), stop };
}

const answers = (url: string) =>
  fetch(url)
    .then((answer) => answer.ok)
    .catch(() => false);

function cpuS({ pid }: ChildProcess): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  // The name stands in parentheses and may hold spaces; utime and stime are the 12th and 13th field behind it.
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function residentBytes({ pid }: ChildProcess): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return Number.NaN;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(file, "utf8"))?.[1]) * 1_024;
}
