import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRemoteWriter } from "@mission-control/client";
import type { RuleList } from "@mission-control/contracts";
import type { Bench } from "./ground/bench.ts";
import { type Spawned, spawnServer } from "./ground/spawned.ts";
import { type Subject, startOurs } from "./ground/subjects.ts";
import { tableOf } from "./ground/table.ts";
import { tell, thousandSeries } from "./ground/world.ts";

const EVERY_MS = 10_000;
/** Rules of one file, and of one group as Prometheus evaluates them in turn. */
const [FILE, GROUP] = [2_000, 100];
const WARM_MS = 30_000;

/** Files are JSON, which is YAML. What rules ask: values of single series, rates, sums and shares. Each rule asks something of its own. */
const kinds = [
  (i: number) => `cpu_percent{instance="host-${i % 10}:9100",cpu="${i % 6}"} > ${99 + i / 1e6}`,
  (i: number) => `memory_bytes{instance="host-${i % 10}:9100",kind="k${i % 7}"} < ${i + 1}`,
  (i: number) => `sum by (job) (rate(http_requests_total{instance="host-${i % 20}:9100"}[1m])) > ${1e6 + i}`,
  (i: number) => `avg by (mode) (cpu_percent{instance="host-${i % 10}:9100"}) > ${90 + i / 1e6}`,
  (i: number) =>
    `avg_over_time(memory_bytes{instance="host-${i % 10}:9100",kind="k${i % 9}"}[2m]) < ${i + 1}`,
];

function ruleFiles(count: number): string[] {
  const rules = Array.from({ length: count }, (_, i) => ({
    alert: `Rule${i}`,
    expr: kinds[i % kinds.length]!(i),
    for: "1m",
    labels: { severity: "warning" },
  }));
  const cut = <T>(all: readonly T[], size: number) =>
    Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
  return cut(rules, FILE).map((part, f) =>
    JSON.stringify({
      groups: cut(part, GROUP).map((group, g) => ({ name: `g${f}-${g}`, interval: "10s", rules: group })),
    }),
  );
}

/** Ten thousand rules each ten seconds on a thousand series: the processor time that they take, and what was missed. */
export const rules: Bench = async ({ scale, full }) => {
  const count = Math.round(10_000 * scale);
  const files = ruleFiles(count);
  const measuredMs = full ? 300_000 : 60_000;
  const idle = await startOurs();
  const bare = await measured(idle, measuredMs).finally(() => idle.stop());

  const ours = await startOurs();
  let missed: number;
  let own: { cores: number; evaluated: number };
  try {
    for (const text of files) {
      const answer = await fetch(`${ours.url}/api/rules/import`, { method: "POST", body: text });
      if (!answer.ok) throw new Error(`rules were answered with ${answer.status}: ${await answer.text()}`);
    }
    own = { ...(await measured(ours, measuredMs)), evaluated: count };
    const list = (await (await fetch(`${ours.url}/api/rules`)).json()) as RuleList;
    missed = list.rules.reduce((sum, { health }) => sum + health.missed, 0);
    const never = list.rules.filter(({ health }) => health.lastMs === null || health.error !== null).length;
    if (list.rules.length !== count || never > 0)
      throw new Error(`${list.rules.length} rules, ${never} never evaluated or failing`);
  } finally {
    await ours.stop();
  }

  const prometheus = await startPrometheus(files);
  let peer: { cores: number; missed: number } | undefined;
  if (prometheus !== undefined) {
    try {
      const { cores } = await measured(prometheus, measuredMs);
      peer = { cores, missed: await missedBy(prometheus) };
    } finally {
      await prometheus.stop();
    }
  }
  const rows = [
    ["Mission Control without rules", 0, bare.cores, "-"],
    ["Mission Control", count, own.cores, String(missed)],
    ...(peer === undefined ? [] : [["Prometheus 2.42", count, peer.cores, String(peer.missed)]]),
  ];
  return {
    table: tableOf(["who", "rules each 10 s", "cores", "missed"], rows),
    ours: `${own.cores.toFixed(2)} cores, ${missed} missed`,
    peer: peer === undefined ? "-" : `${peer.cores.toFixed(2)} cores, ${peer.missed} missed`,
    ratio: peer === undefined ? Number.NaN : own.cores / peer.cores,
    target: "under one core, none missed",
  };
};

/** Writes a thousand series each ten seconds; how much of a core goes by meanwhile, once it runs evenly. */
async function measured(subject: Pick<Subject, "url" | "cpuS">, forMs: number): Promise<{ cores: number }> {
  const writer = createRemoteWriter({ url: subject.url, maxInFlight: 1 });
  const series = thousandSeries();
  let startMs = Number.NaN;
  let startS = 0;
  const beganMs = performance.now();
  for (;;) {
    const endMs = Math.floor(Date.now() / EVERY_MS) * EVERY_MS;
    for (const part of tell(series, [{ startMs: endMs, endMs, stepMs: EVERY_MS }])) await writer.write(part);
    const nowMs = performance.now();
    if (Number.isNaN(startMs) && nowMs - beganMs >= WARM_MS) [startMs, startS] = [nowMs, subject.cpuS()];
    if (nowMs - startMs >= forMs) break;
    await sleep(EVERY_MS - (Date.now() % EVERY_MS));
  }
  const cores = ((subject.cpuS() - startS) * 1_000) / (performance.now() - startMs);
  await writer.close();
  return { cores };
}

async function startPrometheus(files: readonly string[]): Promise<Spawned | undefined> {
  const command = "/usr/bin/prometheus";
  if (!existsSync(command)) {
    console.log(
      "Prometheus is not installed here (Debian: apt-get install prometheus); ours runs without it.",
    );
    return undefined;
  }
  return spawnServer({
    command,
    args: ({ port, dir }) => {
      const names = files.map((text, i) => {
        const file = join(dir, `rules-${i}.yml`);
        writeFileSync(file, text);
        return file;
      });
      const config = join(dir, "prometheus.yml");
      writeFileSync(
        config,
        JSON.stringify({ global: { scrape_interval: "1h", evaluation_interval: "10s" }, rule_files: names }),
      );
      return [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(dir, "data")}`,
        `--web.listen-address=127.0.0.1:${port}`,
        "--web.enable-remote-write-receiver",
        "--log.level=error",
      ];
    },
    ready: "/-/ready",
  });
}

/** Iterations of groups that Prometheus skipped, by its own count, as rules. */
async function missedBy({ url }: Spawned): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text
    .split("\n")
    .filter((line) => line.startsWith("prometheus_rule_group_iterations_missed_total{"));
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0) * GROUP;
}
