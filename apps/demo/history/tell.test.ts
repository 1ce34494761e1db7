import { createHash } from "node:crypto";
import { type Labels, labelsKey, nameOf } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { lookAt } from "./look.ts";
import type { Report } from "./reports.ts";
import { type Told, tellHistory } from "./tell.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A Friday. */
const nowMs = Date.UTC(2026, 4, 22, 15, 4, 5, 678);

async function told(lengthMs: number, more: { seed?: string; nowMs?: number; stepMs?: number } = {}) {
  const { parts, fromMs, endMs } = await tellHistory({ lengthMs, nowMs, ...more });
  return { parts: [...parts], fromMs, endMs };
}

/** All samples by series and time. */
function valuesOf(parts: readonly Told[]) {
  const values = new Map<string, number>();
  for (const { samples } of parts) {
    const keys = samples.labels.map(labelsKey);
    for (const [i, ref] of samples.refs.entries())
      values.set(`${keys[ref]} ${samples.timesMs[i]}`, samples.values[i]!);
  }
  return values;
}

function digestOf(parts: readonly Told[]): string {
  const hash = createHash("sha256");
  for (const { samples, reports } of parts) {
    for (const column of [samples.refs, samples.timesMs, samples.values])
      hash.update(new Uint8Array(column.buffer));
    hash.update(JSON.stringify([samples.labels.map((labels) => [...labels]), reports]));
  }
  return hash.digest("hex");
}

const reportsOf = (parts: readonly Told[]): Report[] => parts.flatMap(({ reports }) => reports);

describe("a history", { timeout: 60_000 }, () => {
  it("is the same for the same seed and time, and another for another seed", async () => {
    const [once, again, other] = await Promise.all([
      told(2 * HOUR_MS),
      told(2 * HOUR_MS),
      told(2 * HOUR_MS, { seed: "other" }),
    ]);
    expect(digestOf(once.parts)).toBe(digestOf(again.parts));
    expect(digestOf(once.parts)).not.toBe(digestOf(other.parts));
  });

  it("tells the same of the same time when it is told again later that day", async () => {
    const step = { stepMs: 600_000 };
    const first = await told(4 * DAY_MS, { ...step, nowMs: nowMs - 3 * HOUR_MS });
    const second = await told(4 * DAY_MS, step);
    const values = valuesOf(second.parts);
    const shared = [...valuesOf(first.parts)].filter(([key]) => values.has(key));
    expect(shared.length).toBeGreaterThan(100_000);
    expect(shared.filter(([key, value]) => values.get(key) !== value)).toEqual([]);
    const ids = new Set(reportsOf(second.parts).map(idOf));
    const overlap = reportsOf(first.parts).filter(({ timeMs }) => timeMs > second.fromMs);
    expect(overlap.length).toBeGreaterThan(10);
    for (const report of overlap) expect(ids).toContain(idOf(report));
  });

  it("ends now, lies on the grid and comes in order of time, series by series", async () => {
    const { parts, fromMs, endMs } = await told(3 * HOUR_MS);
    expect(endMs).toBe(Math.floor(nowMs / 10_000) * 10_000);
    expect(fromMs).toBe(endMs - 3 * HOUR_MS);
    let beforeMs = fromMs;
    for (const { samples, reports } of parts) {
      const first = samples.timesMs[0]!;
      expect(first).toBe(beforeMs + 10_000);
      beforeMs = samples.timesMs.at(-1)!;
      const misplaced = samples.timesMs.filter((timeMs, i) => {
        const isNext = i > 0 && samples.refs[i] === samples.refs[i - 1];
        return timeMs !== (isNext ? samples.timesMs[i - 1]! + 10_000 : first);
      });
      expect([...misplaced]).toEqual([]);
      for (const { timeMs } of reports) expect(timeMs).toBeLessThanOrEqual(beforeMs);
    }
    expect(beforeMs).toBe(endMs);
  });

  it("counts up but where a process begins again, and keeps buckets within their counts", async () => {
    const { parts } = await told(3 * DAY_MS, { stepMs: 120_000 });
    const look = lookAt(parts.map(({ samples }) => samples));
    const falls = new Map<string, number>();
    for (const { labels, values } of look.all()) {
      expect(values.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      if (!/_(total|bucket|count|sum)$/.test(nameOf(labels))) continue;
      const fell = values.filter((value, i) => i > 0 && value < values[i - 1]!).length;
      if (fell > 0) falls.set(labelsKey(labels), fell);
      // Only what a process counts itself begins again with it.
      if (fell > 0) expect(nameOf(labels)).toMatch(/^(app_(?!pool_wait)|process_)/);
    }
    expect(falls.size).toBeGreaterThan(0);
    for (const counted of look.all().filter(({ labels }) => nameOf(labels).endsWith("_seconds_count")))
      expectBuckets(look, counted.labels, counted.values);
  });

  it("follows the day and the week, and grows", async () => {
    const { parts, endMs } = await told(21 * DAY_MS, { stepMs: 600_000 });
    const { increase } = lookAt(parts.map(({ samples }) => samples));
    const midnight = endMs - (endMs % DAY_MS);
    const perHour = (daysAgo: number, hour: number) => {
      const fromMs = midnight - daysAgo * DAY_MS + hour * HOUR_MS;
      return increase("http_requests_total", { service: "edge" }, fromMs, fromMs + HOUR_MS);
    };
    // Thursday is yesterday.
    expect(perHour(1, 20) / perHour(1, 4)).toBeGreaterThan(3);
    expect(perHour(5, 20) / perHour(3, 20)).toBeLessThan(0.9);
    expect(perHour(1, 4) / perHour(15, 4)).toBeGreaterThan(1);
  });

  it("gives each report an id of its own, a time, and a page of the deploys", async () => {
    const { parts, fromMs, endMs } = await told(20 * DAY_MS, { stepMs: 300_000 });
    const reports = reportsOf(parts);
    expect(new Set(reports.map(idOf)).size).toBe(reports.length);
    for (const { timeMs } of reports) {
      expect(timeMs).toBeGreaterThan(fromMs);
      expect(timeMs).toBeLessThanOrEqual(endMs);
    }
    const deploys = reports.flatMap((report) => ("deploy" in report ? [report.deploy] : []));
    expect(deploys.length).toBeGreaterThan(40);
    for (const deploy of deploys) expect(deploy).toMatchObject({ author: "bolt", link: /^https:/ });
    // The numbers of versions rise, and a rollback names what ran before.
    const finished = deploys.filter(
      ({ service, status, version }) => service === "web" && status === "finished" && version,
    );
    const numbers = finished.map(({ version }) => Number(version!.slice(1)));
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    expect(numbers.at(-1)).toBeGreaterThanOrEqual(978);
    expect(numbers.at(-1)).toBeLessThanOrEqual(980);
  });
});

const idOf = (report: Report): string => ("deploy" in report ? report.deploy.id : report.event.id);

function expectBuckets(look: ReturnType<typeof lookAt>, labels: Labels, counts: readonly number[]): void {
  const name = nameOf(labels).replace(/_count$/, "_bucket");
  const wanted = Object.fromEntries([...labels].filter(([label]) => label !== "__name__"));
  const buckets = look
    .find(name, wanted)
    .map((one) => ({ bound: Number(one.labels.get("le")!.replace("+Inf", "Infinity")), values: one.values }))
    .sort((one, other) => one.bound - other.bound);
  expect(buckets).toHaveLength(12);
  for (const [i, { values }] of buckets.entries()) {
    const above = buckets[i + 1]?.values ?? counts;
    expect(values.every((value, at) => value <= above[at]!)).toBe(true);
  }
  expect(buckets.at(-1)!.values).toEqual(counts);
}
