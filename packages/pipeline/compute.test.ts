import type { RawEvent } from "@mission-control/contracts";
import { createSamplesBuilder, formatLabels, labelsKey, type Samples } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultCatalog } from "./catalog.ts";
import { classify } from "./classify.ts";
import { computeEvent, createEventCounts } from "./compute.ts";

const eventOf = (raw: RawEvent) =>
  computeEvent(raw, { ...classify(raw, defaultCatalog), id: raw.id ?? "1", timeMs: raw.time ?? 0 });
const sealOf = (counts: ReturnType<typeof createEventCounts>, sealedMs: number) => {
  const builder = createSamplesBuilder();
  counts.seal(sealedMs, builder);
  return builder.take();
};
const shown = (samples: Samples) =>
  Array.from(samples.refs, (ref, i) => [
    formatLabels(samples.labels[ref]!),
    samples.timesMs[i],
    samples.values[i],
  ]);

describe("an event's calculated fields", () => {
  test("are there even when only a type was given", () => {
    expect(eventOf({ type: "restart" })).toEqual({
      id: "1",
      timeMs: 0,
      type: "restart",
      subType: "",
      title: "restart",
      severity: "info",
      service: "",
      host: "",
      tags: [],
      attributes: {},
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(eventOf({ type: "restart", host: "web-1" }).title).toBe("restart on web-1");
    expect(eventOf({ type: "restart", host: "web-1", service: "api" }).title).toBe("restart on api");
  });

  test("give one fingerprint to what is said again with other numbers, wherever and whenever", () => {
    const said = (raw: Partial<RawEvent>) =>
      eventOf({ type: "exception", service: "api", title: "order 17 failed", ...raw }).fingerprint;
    expect(said({ title: "order 4711 failed", host: "web-2", time: 9, severity: "critical" })).toBe(said({}));
    expect(said({ service: "web" })).not.toBe(said({}));
    expect(said({ type: "log" })).not.toBe(said({}));
    expect(said({ title: "order 17 shipped" })).not.toBe(said({}));
  });
});

describe("the counts of events", () => {
  test("begin with 0 at the last seal, and go on from step to step", () => {
    const counts = createEventCounts({ startMs: 500 });
    const deploy = eventOf({ type: "deploy", service: "api" });
    const series = 'events_total{service="api",severity="info",sub_type="finished",type="deploy"}';
    expect(shown(sealOf(counts, 5_000))).toEqual([]);
    counts.count(deploy);
    counts.count(deploy);
    expect(shown(sealOf(counts, 10_000))).toEqual([
      [series, 5_000, 0],
      [series, 10_000, 2],
    ]);
    expect(shown(sealOf(counts, 15_000))).toEqual([[series, 15_000, 2]]);
    counts.count(deploy);
    expect(shown(sealOf(counts, 20_000))).toEqual([[series, 20_000, 3]]);
  });

  test("are never more than they were told to keep, one other of each severity besides, and lose no event", () => {
    const events = fc.array(
      fc.record({
        type: fc.constantFrom("a", "b", "other", "__proto__"),
        service: fc.constantFrom("", "x", "y"),
        severity: fc.constantFrom("info" as const, "error" as const),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 5 }), (raws, maxLabelSets) => {
        const counts = createEventCounts({ startMs: 0, maxLabelSets });
        for (const raw of raws) counts.count(eventOf(raw));
        sealOf(counts, 1_000);
        const samples = sealOf(counts, 2_000);
        expect(samples.labels.length).toBeLessThanOrEqual(maxLabelSets + 4);
        expect(new Set(samples.labels.map(labelsKey)).size).toBe(samples.labels.length);
        expect(samples.timesMs).toHaveLength(samples.labels.length);
        expect(samples.values.reduce((sum, value) => sum + value, 0)).toBe(raws.length);
      }),
    );
  });
});
