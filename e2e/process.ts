import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

/** The real process, on free ports of its own and a data folder of its own, with a step of one second. */
export interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly statsdPort: number;
  readonly syslogPort: number;
  readonly dataDir: string;
  /** All it printed so far. */
  output(): string;
  /** Sends a signal and resolves to the exit code, null where a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** A new folder in the system's temporary place, with its removal. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "mission-control-e2e-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts the built server; resolves once it says where it listens, rejects with what it printed where it ends first. */
export async function start(dataDir: string, env: Record<string, string> = {}): Promise<Running> {
  const child = spawn(process.execPath, [join(root, "apps", "bff", "dist", "main.js")], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      STATSD_PORT: "0",
      SYSLOG_PORT: "0",
      MISSION_CONTROL_DATA: dataDir,
      MISSION_CONTROL_STEP: "1s",
      ...env,
    },
  });
  let printed = "";
  const exited = once(child, "exit") as Promise<[number | null]>;
  await new Promise<void>((ready, failed) => {
    const onData = (chunk: Buffer) => {
      printed += chunk.toString();
      if (/Stop with/.test(printed)) ready();
    };
    child.stdout?.on("data", onData);
    child.stderr?.on("data", onData);
    child.once("exit", (code) => failed(new Error(`ended with ${code} before it listened:\n${printed}`)));
  });
  const url = /http:\/\/[\d.]+:\d+/.exec(printed)?.[0];
  const statsdPort = /StatsD\s.*?:(\d+)/.exec(printed)?.[1];
  const syslogPort = /syslog\s.*?:(\d+)/.exec(printed)?.[1];
  if (url === undefined || statsdPort === undefined || syslogPort === undefined)
    throw new Error(`it did not say where it listens:\n${printed}`);
  return {
    child,
    url,
    statsdPort: Number(statsdPort),
    syslogPort: Number(syslogPort),
    dataDir,
    output: () => printed,
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
}

/** Sends one UDP packet to a listener. */
export async function sendDatagram(port: number, text: string | Uint8Array): Promise<void> {
  const socket = createSocket("udp4");
  await new Promise<void>((sent, failed) =>
    socket.send(text, port, "127.0.0.1", (error) => (error === null ? sent() : failed(error))),
  );
  socket.close();
}

/** The values of an instant query, by the text of their labels. */
export async function queryValues(url: string, expr: string, timeS?: number): Promise<Map<string, number>> {
  const at = timeS === undefined ? "" : `&time=${timeS}`;
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expr)}${at}`);
  const body = (await response.json()) as {
    data?: { resultType: string; result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  return new Map((body.data?.result ?? []).map((row) => [JSON.stringify(row.metric), Number(row.value[1])]));
}
