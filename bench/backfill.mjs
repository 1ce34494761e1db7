/**
 * Writes days of 300 series at 10 s to the built server by remote write, from this process, and says how fast it went: what
 * was acknowledged, when all of it could be asked for, and how long the page had to wait meanwhile. `node bench/backfill.mjs [days]`
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";

const [days = "30"] = process.argv.slice(2);
const root = join(import.meta.dirname, "..");
const dir = mkdtempSync(join(tmpdir(), "backfill-"));
const [SERIES, STEP_MS, STEPS] = [300, 10_000, 100];
/** Asks like a page would, in a thread of its own, so that what is encoded here does not delay it. */
const WATCH = `
  const { parentPort, workerData } = require("node:worker_threads");
  const waits = [];
  let isOver = false;
  parentPort.once("message", () => { isOver = true; });
  (async () => {
    while (!isOver) {
      const startMs = performance.now();
      await (await fetch(workerData + "/healthz")).text();
      waits.push(performance.now() - startMs);
      await new Promise((next) => setTimeout(next, 15));
    }
    parentPort.postMessage(waits.sort((a, b) => a - b));
  })();
`;
let server;

async function startServer() {
  const env = { PORT: "0", STATSD_PORT: "0", SYSLOG_PORT: "0", MISSION_CONTROL_DATA: join(dir, "data") };
  server = spawn(process.execPath, [join(root, "apps/bff/dist/main.js")], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  while (!printed.includes("Stop with")) printed += (await once(server.stdout, "data"))[0];
  return /http:\/\/\S+/.exec(printed)[0];
}

/** Random walks of `STEPS` steps from a time on. */
function samplesFrom(labels, fromMs) {
  const length = labels.length * STEPS;
  const refs = Uint32Array.from({ length }, (_, i) => Math.floor(i / STEPS));
  const timesMs = Float64Array.from({ length }, (_, i) => fromMs + (i % STEPS) * STEP_MS);
  let level = 0;
  const values = Float64Array.from({ length }, () => (level += Math.round(Math.random() * 100)));
  return { labels, refs, timesMs, values };
}

async function ask(url, query, timeMs) {
  const parameters = new URLSearchParams({ query, time: String(timeMs / 1000) });
  const { data } = await (await fetch(`${url}/api/v1/query?${parameters}`)).json();
  return Number(data?.result[0]?.value[1] ?? 0);
}

try {
  await build({
    stdin: {
      contents:
        'export { createRemoteWriter } from "@mission-control/client"; export { metric } from "@mission-control/series";',
      resolveDir: join(root, "bench"),
    },
    outfile: join(dir, "writer.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["protobufjs", "snappyjs"],
    logLevel: "error",
  });
  symlinkSync(join(root, "node_modules"), join(dir, "node_modules"));
  const { createRemoteWriter, metric } = await import(join(dir, "writer.mjs"));
  const url = await startServer();

  const watcher = new Worker(WATCH, { eval: true, workerData: url });

  const labels = Array.from({ length: SERIES }, (_, i) =>
    metric(`bench_${i % 30}_total`, { service: i % 2 === 0 ? "web" : "api", code: String(200 + i) }),
  );
  const writer = createRemoteWriter({ url, maxInFlight: 2 });
  const endMs = Math.floor(Date.now() / STEP_MS) * STEP_MS;
  const startMs = performance.now();
  const underWay = new Set();
  let count = 0;
  const firstMs = endMs - Math.floor((Number(days) * 86_400_000) / (STEPS * STEP_MS)) * STEPS * STEP_MS;
  for (let fromMs = firstMs; fromMs < endMs; fromMs += STEPS * STEP_MS) {
    const samples = samplesFrom(labels, fromMs);
    count += samples.refs.length;
    const writing = writer.write(samples).then(() => underWay.delete(writing));
    underWay.add(writing);
    if (underWay.size > 2) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  const acknowledgedMs = performance.now() - startMs;
  // The last hour that is only in history: memory keeps three.
  const inHistory = () => ask(url, 'sum(count_over_time({__name__=~"bench_.*"}[1h]))', endMs - 4 * 3_600_000);
  while ((await inHistory()) < (SERIES * 3_600_000) / STEP_MS) await sleep(100);
  const allMs = performance.now() - startMs;
  watcher.postMessage("enough");
  const [waits] = await once(watcher, "message");
  const memory = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1];
  const rate = (ms) => `${(ms / 1000).toFixed(1)} s (${Math.round(count / ms)} a ms)`;
  console.log(`${count} samples: on disk after ${rate(acknowledgedMs)}, all in history after ${rate(allMs)}`);
  console.log(
    `/healthz meanwhile: median ${waits[waits.length >> 1].toFixed(0)} ms, p99 ${waits[Math.floor(waits.length * 0.99)].toFixed(0)} ms, ` +
      `most ${waits.at(-1).toFixed(0)} ms; the server's memory at most ${Math.round(Number(memory) / 1024)} MB`,
  );
  await writer.close();
} finally {
  if (server?.kill()) await once(server, "exit");
  rmSync(dir, { recursive: true });
}
