import { encodeWriteRequest, packSnappy } from "@mission-control/contracts/remote-write";
import { type Labels, metric, samplesOf } from "@mission-control/series";

const SPAN_MS = 16 * 60_000;
/** So that what lasts goes on lasting while a slow machine looks at it. */
const AHEAD_MS = 8 * 60_000;
const EVERY_MS = 5_000;

/** So long before now the story below turns: a host gets busy, a probe goes down, an alert fires. */
export const turnAgoMs = 5 * 60_000;

/** A quarter of an hour of hosts, requests, latencies and probes, up to `nowMs` and some minutes on. */
export async function seedSeries(url: string, nowMs: number): Promise<void> {
  const rows: { labels: Labels; timeMs: number; value: number }[] = [];
  for (let ago = SPAN_MS; ago >= -AHEAD_MS; ago -= EVERY_MS) {
    const timeMs = nowMs - ago;
    const turned = ago <= turnAgoMs;
    const put = (name: string, labels: Record<string, string>, value: number) =>
      rows.push({ labels: metric(name, labels), timeMs, value });
    const wave = (period: number, phase = 0) => Math.sin((ago / 60_000 / period) * 2 * Math.PI + phase);
    for (const [i, host] of ["web-1", "web-2", "web-3"].entries()) {
      put("busy_ratio", { host }, 0.35 + 0.1 * i + 0.08 * wave(4, i) + (turned && i === 1 ? 0.4 : 0));
      put("served_total", { host }, 1_000 + (SPAN_MS - ago) * 0.02 * (3 - i));
      put("latency_seconds", { host }, 0.04 + 0.01 * wave(3, i) + (turned && i === 1 ? 0.09 : 0));
    }
    for (const [i, le] of ["0.05", "0.1", "0.25", "+Inf"].entries())
      put("took_seconds_bucket", { le }, (SPAN_MS - ago) * 0.01 * (i + 1) * (1 + 0.2 * wave(5, i)));
    for (const location of ["fra", "iad"]) {
      const isDown = turned && location === "iad";
      put("probe_success", { location }, isDown ? 0 : 1);
      put("probe_duration_seconds", { location }, isDown ? 2 : 0.08 + 0.02 * wave(2));
    }
  }
  const response = await fetch(`${url}/api/v1/write`, {
    method: "POST",
    headers: { "Content-Type": "application/x-protobuf", "Content-Encoding": "snappy" },
    body: packSnappy(encodeWriteRequest(samplesOf(rows))),
  });
  if (response.status !== 204) throw new Error(`${response.status}: ${await response.text()}`);
}

/** What happened meanwhile: an error, an alert that fires and one that is over, a request, a deploy. */
export async function seedEvents(url: string, nowMs: number): Promise<void> {
  const at = (agoMs: number) => new Date(nowMs - agoMs).toISOString();
  await post(`${url}/api/events`, [
    {
      type: "error",
      title: "connection pool exhausted",
      severity: "error",
      service: "api",
      time: at(240_000),
    },
    alert("api latency above 100 ms", "firing", at(turnAgoMs)),
    alert("disk nearly full", "firing", at(600_000)),
    // Long before what the wall shows.
    alert("backup too old", "firing", at(86_400_000)),
    alert("disk nearly full", "resolved", at(420_000)),
    {
      type: "request",
      service: "web",
      time: at(120_000),
      attributes: { method: "GET", path: "/cart", status: 200, duration_ms: 35 },
    },
  ]);
  await post(`${url}/api/deploys`, { service: "api", version: "v412", author: "bolt", time: at(360_000) });
}

const alert = (title: string, status: string, time: string) => ({
  type: "alert",
  title,
  severity: status === "firing" ? "critical" : "info",
  service: "api",
  time,
  attributes: { status },
});

async function post(url: string, body: unknown): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
}

const ask = (expr: string, legend?: string) => [{ expr, ...(legend === undefined ? {} : { legend }) }];
const served = "rate(served_total[1m])";

/** A panel of each kind, and two that cannot be drawn. */
const panels = [
  { kind: "line", title: "Busy", queries: ask("busy_ratio"), unit: "ratio", w: 12, h: 8 },
  { kind: "stacked", title: "Served", queries: ask(served), unit: "per_second", w: 12, h: 8 },
  {
    kind: "number",
    title: "Busiest",
    queries: ask("max(busy_ratio)"),
    unit: "ratio",
    badAt: 0.8,
    w: 6,
    h: 5,
  },
  {
    kind: "goal",
    title: "Served today",
    queries: ask("sum(served_total)"),
    goal: 60_000,
    unit: "count",
    w: 6,
    h: 5,
  },
  {
    kind: "gauge",
    title: "Headroom",
    queries: ask("busy_ratio"),
    unit: "ratio",
    warnAt: 0.7,
    badAt: 0.9,
    w: 12,
    h: 5,
  },
  { kind: "lanes", title: "Hosts", queries: ask("busy_ratio"), unit: "ratio", sort: "change", w: 12, h: 5 },
  { kind: "bars", title: "Latency", queries: ask("latency_seconds"), unit: "seconds", w: 12, h: 5 },
  {
    kind: "heatmap",
    title: "Took",
    queries: ask("sum by (le) (rate(took_seconds_bucket[1m]))"),
    unit: "seconds",
    w: 12,
    h: 8,
  },
  {
    kind: "scatter",
    title: "Busy and slow",
    queries: [...ask("busy_ratio"), ...ask("latency_seconds")],
    w: 12,
    h: 8,
  },
  { kind: "table", title: "Each host", queries: ask("latency_seconds"), unit: "seconds", w: 12, h: 6 },
  { kind: "probes", title: "Probes", w: 12, h: 6 },
  { kind: "events", title: "Errors", types: ["error"], w: 6, h: 6 },
  { kind: "requests", title: "Requests", w: 6, h: 6 },
  { kind: "deploys", title: "Deploys", w: 6, h: 6 },
  { kind: "alerts", title: "Alerts", w: 6, h: 6 },
  {
    kind: "text",
    title: "Notes",
    text: [
      "# When it pages",
      "Look at **busy** first. <img src=x onerror=alert(1)> [Runbook](https://example.com/runbook)",
      "",
      "[never](javascript:alert(1))",
    ].join("\n"),
    w: 8,
    h: 5,
  },
  { kind: "hologram", title: "From tomorrow", depth: 3, w: 5, h: 5 },
  { kind: "line", title: "Broken", queries: ask("rate(busy_ratio[)"), w: 6, h: 5 },
  { kind: "line", title: "Missing", queries: ask("never_sent"), w: 5, h: 5 },
] as const;

/** The view of them all, below a section of lanes. */
export function panelsView(slug: string) {
  let [x, y, rowPanels] = [0, 0, 0];
  const placed = panels.map(({ w, h, ...panel }, i) => {
    if (x + w > 24) [x, y, rowPanels] = [0, y + rowPanels, 0];
    const place = { x, y, w, h };
    x += w;
    rowPanels = Math.max(rowPanels, h);
    return { id: `p${i}`, place, ...panel };
  });
  return {
    slug,
    name: "Panels",
    sections: [
      {
        id: "lanes",
        title: "hosts",
        lanes: [{ id: "busy", title: "busy", expr: "busy_ratio", unit: "ratio", sort: "value" }],
      },
      { id: "panels", title: "of each kind", panels: placed },
    ],
  };
}
