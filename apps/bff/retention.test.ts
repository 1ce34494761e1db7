import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event } from "@mission-control/contracts";
import { createMatcher, manualClock, metric, samplesOf } from "@mission-control/series";
import { openHistory } from "@mission-control/store";
import { expect, it, vi } from "vitest";
import { startRetention } from "./retention.ts";

const HOUR_MS = 3_600_000;

function eventAt(hour: number, type: string): Event {
  const rest = { subType: "", title: "", service: "", host: "", tags: [], attributes: {}, fingerprint: "" };
  return { id: `${hour} ${type}`, timeMs: hour * HOUR_MS, type, severity: "info", ...rest };
}

it("forgets what is older than the retention, requests sooner, soon after the start and then each hour, and keeps the rest", async () => {
  const dir = mkdtempSync(join(tmpdir(), "mission-control-retention-"));
  const clock = manualClock(100 * HOUR_MS);
  const history = await openHistory({ dir, clock });
  const labels = metric("up");
  const at = (timeMs: number) => ({ labels, timeMs, value: 1 });
  const hours = async () => {
    const found = await history.series.select([createMatcher("__name__", "=", "up")], 0, 1_000 * HOUR_MS);
    return Array.from(found[0]?.timesMs ?? [], (timeMs) => timeMs / HOUR_MS);
  };
  const events = async () =>
    (await history.events.find({ limit: 10 })).events.map((one) => `${one.timeMs / HOUR_MS} ${one.type}`);
  try {
    await history.series.append(samplesOf([50, 90, 99].map((hour) => at(hour * HOUR_MS))));
    await history.events.append(
      [50, 90, 99].flatMap((hour) => ["deploy", "request"].map((type) => eventAt(hour, type))),
    );
    const errors: unknown[] = [];
    const stop = startRetention({
      clock,
      history,
      retentionMs: 20 * HOUR_MS,
      requestRetentionMs: 5 * HOUR_MS,
      onError: (error) => errors.push(error),
    });
    clock.advance(60_000);
    await vi.waitFor(async () => expect(await hours()).toEqual([90, 99]));
    await vi.waitFor(async () => expect(await events()).toEqual(["99 request", "99 deploy", "90 deploy"]));
    clock.advance(12 * HOUR_MS);
    await vi.waitFor(async () => expect(await hours()).toEqual([99]));
    await vi.waitFor(async () => expect(await events()).toEqual(["99 deploy"]));
    stop();
    clock.advance(100 * HOUR_MS);
    expect(await hours()).toEqual([99]);
    expect(errors).toEqual([]);
  } finally {
    await history.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
