import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { encodeWriteRequest, packSnappy } from "@mission-control/contracts/remote-write";
import type { Bench } from "./ground/bench.ts";
import { peers, type Subject, startOurs, startPeer } from "./ground/subjects.ts";
import { tableOf } from "./ground/table.ts";
import { tell, thousandSeries } from "./ground/world.ts";

/** So many senders, each with its own series, as Prometheus takes a series' samples only in order. */
const SHARDS = 4;
const STEP_MS = 10_000;

/** Remote write, each request answered before its sender sends the next, beside the receivers of Prometheus and VictoriaMetrics. */
export const ingest: Bench = async ({ scale, full }) => {
  const count = Math.round((full ? 10_000_000 : 3_000_000) * scale);
  const rows: (string | number)[][] = [];
  for (const start of [startOurs, () => startPeer(peers.prometheus), () => startPeer(peers.victoria)]) {
    const subject = await start();
    if (subject === undefined) continue;
    try {
      rows.push(await measure(subject, count));
    } finally {
      await subject.stop();
    }
  }
  const [ours, ...others] = rows;
  const best = Math.max(...others.map((row) => Number(row[3])));
  const perCore = (value: number) => `${Math.round(value / 1_000)}k samples/s and core`;
  return {
    table: tableOf(["receiver", "samples", "samples/s", "samples/s and core", "resident, MB"], rows),
    ours: perCore(Number(ours![3])),
    peer: others.length === 0 ? "-" : perCore(best),
    ratio: others.length === 0 ? Number.NaN : Number(ours![3]) / best,
    target: "at least 0.5 of the faster peer; 200,000 samples/s",
  };
};

/** How fast `count` samples are taken, and what processor time they cost until all is where queries find it. */
export async function measure(subject: Subject, count: number): Promise<(string | number)[]> {
  const shards = shardsOf(count);
  const cpuBeforeS = subject.cpuS();
  const startMs = performance.now();
  const agent = new Agent({ keepAlive: true, maxSockets: SHARDS });
  // In step: Prometheus refuses what lies an hour behind the newest sample that it has.
  for (let round = 0; round < shards[0]!.length; round++) {
    await Promise.all(shards.map((bodies) => send(subject, bodies[round]!, agent)));
  }
  agent.destroy();
  const seconds = (performance.now() - startMs) / 1_000;
  // Whoever writes behind its answer has some seconds for it.
  await sleep(3_000);
  await subject.settle();
  const cpuS = subject.cpuS() - cpuBeforeS;
  return [subject.name, count, count / seconds, count / cpuS, subject.residentBytes() / 1e6];
}

/** The bodies of each sender, made beforehand. */
function shardsOf(count: number): Buffer[][] {
  const series = thousandSeries();
  const steps = Math.ceil(count / series.length);
  const endMs = Math.floor(Date.now() / STEP_MS) * STEP_MS;
  const stretch = { startMs: endMs - (steps - 1) * STEP_MS, endMs, stepMs: STEP_MS };
  const each = series.length / SHARDS;
  return Array.from({ length: SHARDS }, (_, shard) =>
    [...tell(series.slice(shard * each, (shard + 1) * each), [stretch], 10_000)].map((part) =>
      Buffer.from(packSnappy(encodeWriteRequest(part))),
    ),
  );
}

async function send(subject: Subject, body: Buffer, agent: Agent): Promise<void> {
  for (;;) {
    const status = await post(`${subject.url}/api/v1/write`, body, agent);
    if (status < 300) return;
    if (status !== 503) throw new Error(`${subject.name} answered ${status}`);
    await sleep(100);
  }
}

function post(url: string, body: Buffer, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      "Content-Type": "application/x-protobuf",
      "Content-Encoding": "snappy",
      "X-Prometheus-Remote-Write-Version": "0.1.0",
      "Content-Length": body.length,
    };
    request(url, { method: "POST", headers, agent }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    })
      .on("error", reject)
      .end(body);
  });
}
