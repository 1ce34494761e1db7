/**
 * How long it takes from a value that is bad to the first message about it, without group wait: the real process, a series of
 * each of five rules that turns bad in each step, every one an alert and a message of its own, until `steps` are over, a hundred at
 * most. A breach is the time of the bad value, which is the end of its step. `node bench/alert-latency.mjs [steps] [step, such as 1s]`
 */
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const [steps = "60", step = "1s"] = process.argv.slice(2);
const RULES = 5;
const root = join(import.meta.dirname, "..");
const dir = mkdtempSync(join(tmpdir(), "alert-latency-"));
const arrived = new Map();
const hooks = createServer((request, response) => {
  const nowMs = Date.now();
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    response.writeHead(204).end();
    const { data } = JSON.parse(body);
    for (const { id, firingSince } of data.alerts)
      if (!arrived.has(id)) arrived.set(id, nowMs - Date.parse(firingSince));
  });
});
hooks.listen(0, "127.0.0.1");
await once(hooks, "listening");
const child = spawn(process.execPath, [join(root, "apps/bff/dist/main.js")], {
  stdio: ["ignore", "pipe", "inherit"],
  env: {
    ...process.env,
    HOST: "127.0.0.1",
    PORT: "0",
    STATSD_PORT: "0",
    SYSLOG_PORT: "0",
    MISSION_CONTROL_DATA: dir,
    MISSION_CONTROL_STEP: step,
    MISSION_CONTROL_OUTGOING_ALLOW: "127.0.0.1",
  },
});
try {
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += chunk;
    if (printed.includes("Stop with")) break;
  }
  const url = /http:\/\/[\d.]+:\d+/.exec(printed)[0];
  const port = Number(/StatsD\s.*?:(\d+)/.exec(printed)[1]);
  const put = async (path, body) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url + path, { method: "PUT", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  };
  const hook = `http://127.0.0.1:${hooks.address().port}/`;
  // A channel for each rule: of one channel a hundred groups are told apart, and no more.
  for (let n = 0; n < RULES; n++) {
    await put(`/api/channels/hook-${n}`, { name: `Hook ${n}`, kind: "webhook", url: hook });
    await put(`/api/rules/hot-${n}`, {
      name: `Hot ${n}`,
      when: { kind: "threshold", expr: `heat${n}`, level: 5 },
      everyMs: 1_000,
      tell: { channels: [`hook-${n}`], groupBy: ["i"], waitMs: 0 },
    });
  }
  const socket = createSocket("udp4");
  const stepMs = Number.parseFloat(step) * 1_000;
  for (let i = 0; i < Number(steps); i++) {
    for (let n = 0; n < RULES; n++) socket.send(`heat${n}:9|g|#service:api,i:${i}`, port, "127.0.0.1");
    await pause(stepMs);
  }
  await pause(2 * stepMs + 2_000);
  socket.close();
  const sorted = [...arrived.values()].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  const mean = Math.round(sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length);
  console.log(
    `breach to first send, step ${step}: ${sorted.length} of ${Number(steps) * RULES} alerts told; ` +
      `mean ${mean} ms, median ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${sorted.at(-1)} ms`,
  );
  if (sorted.length < Number(steps) * RULES || at(0.99) > 2_000) process.exitCode = 1;
} finally {
  child.kill();
  await once(child, "exit");
  hooks.closeAllConnections();
  hooks.close();
  rmSync(dir, { recursive: true });
}
