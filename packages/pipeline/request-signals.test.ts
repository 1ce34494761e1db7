import type { Event } from "@mission-control/contracts";
import { createSamplesBuilder, formatLabels, labelsKey } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRequestSignals } from "./request-signals.ts";

const HOUR_MS = 3_600_000;

function requestOf(attributes: Event["attributes"], more: Partial<Event> = {}): Event {
  const rest = { subType: "", title: "", severity: "info" as const, tags: [], fingerprint: "" };
  return { id: "1", timeMs: 0, type: "request", service: "web", host: "web-1", attributes, ...rest, ...more };
}

type Signals = ReturnType<typeof createRequestSignals>;

function samplesAt(signals: Signals, sealedMs: number) {
  const builder = createSamplesBuilder();
  signals.seal(sealedMs, builder);
  return builder.take();
}

/** The samples of a seal as "series@time" to value. */
function sealedAt(signals: Signals, sealedMs: number): Map<string, number> {
  const { labels, refs, timesMs, values } = samplesAt(signals, sealedMs);
  return new Map(
    Array.from(refs, (ref, i) => [`${formatLabels(labels[ref]!)}@${timesMs[i]}`, values[i]!] as const),
  );
}

const named = (sealed: Map<string, number>, name: string) =>
  Object.fromEntries([...sealed].filter(([key]) => key.startsWith(name)));

describe("the signals of requests", () => {
  test("count by service, instance, version and code, from 0 at the seal before", () => {
    const signals = createRequestSignals({ startMs: 500 });
    expect(sealedAt(signals, 5_000).size).toBe(0);
    signals.count(requestOf({ status: 200, version: "v980" }));
    signals.count(requestOf({ status: 200, version: "v980" }));
    signals.count(requestOf({ status: 500 }, { host: "" }));
    const ok = 'http_requests_total{code="200",instance="web-1",service="web",version="v980"}';
    const failed = 'http_requests_total{code="500",service="web"}';
    expect(named(sealedAt(signals, 10_000), "http_requests_total")).toEqual({
      [`${ok}@5000`]: 0,
      [`${ok}@10000`]: 2,
      [`${failed}@5000`]: 0,
      [`${failed}@10000`]: 1,
    });
    signals.count(requestOf({ status: 200, version: "v980" }));
    expect(named(sealedAt(signals, 15_000), "http_requests_total")).toEqual({
      [`${ok}@15000`]: 3,
      [`${failed}@15000`]: 1,
    });
  });

  test("hold a histogram of how long they took, as Prometheus' are: buckets grow, the last has all", () => {
    const durations = fc.array(fc.double({ min: 0, max: 20_000, noNaN: true }), {
      minLength: 1,
      maxLength: 50,
    });
    const bounds = [0.01, 0.1, 1, 10];
    fc.assert(
      fc.property(durations, (given) => {
        const signals = createRequestSignals({ startMs: 0, buckets: bounds });
        for (const durationMs of given) signals.count(requestOf({ durationMs, version: "v1" }));
        const sealed = sealedAt(signals, 1_000);
        const of = (suffix: string, le = "") =>
          sealed.get(`http_request_duration_seconds_${suffix}{${le}service="web",version="v1"}@1000`);
        for (const bound of bounds) {
          const within = given.filter((ms) => ms / 1_000 <= bound).length;
          expect(of("bucket", `le="${bound}",`)).toBe(within);
        }
        expect(of("bucket", 'le="+Inf",')).toBe(given.length);
        expect(of("count")).toBe(given.length);
        expect(of("sum")).toBeCloseTo(
          given.reduce((sum, ms) => sum + ms / 1_000, 0),
          6,
        );
      }),
    );
  });

  test("that say no time are counted, and are in no histogram", () => {
    const signals = createRequestSignals({ startMs: 0 });
    signals.count(requestOf({ status: 400 }));
    const sealed = sealedAt(signals, 1_000);
    expect(named(sealed, "http_request_duration")).toEqual({});
    expect(Object.values(named(sealed, "http_requests_total"))).toEqual([0, 1]);
  });

  test("sum what requests waited and weighed, and count what the cache answered", () => {
    const signals = createRequestSignals({ startMs: 0 });
    signals.count(requestOf({ queueMs: 250, bytes: 1_000, cache: "HIT" }));
    signals.count(requestOf({ queueMs: 500, bytes: 24, cache: "miss" }));
    signals.count(requestOf({}));
    const sealed = sealedAt(signals, 1_000);
    expect(sealed.get('http_request_queue_seconds_total{service="web"}@1000')).toBe(0.75);
    expect(sealed.get('http_response_bytes_total{service="web"}@1000')).toBe(1_024);
    expect(sealed.get('http_cache_requests_total{result="hit",service="web"}@1000')).toBe(1);
    expect(sealed.get('http_cache_requests_total{result="miss",service="web"}@1000')).toBe(1);
  });

  test("tell of each step the most in flight and queued, and of no step another's", () => {
    const signals = createRequestSignals({ startMs: 0 });
    signals.count(requestOf({ backendConnections: 4, serverQueue: 1, backendQueue: 2 }));
    signals.count(requestOf({ backendConnections: 2, serverQueue: 0, backendQueue: 1 }));
    signals.count(requestOf({}, { service: "nginx" }));
    const levels = (sealedMs: number) => {
      const sealed = sealedAt(signals, sealedMs);
      return [...sealed]
        .filter(([key]) => /in_flight|queued/.test(key))
        .map(([key, value]) => `${key} ${value}`);
    };
    expect(levels(1_000)).toEqual([
      'http_requests_in_flight{service="web"}@1000 5',
      'http_requests_queued{service="web"}@1000 3',
    ]);
    expect(levels(2_000)).toEqual([
      'http_requests_in_flight{service="web"}@2000 0',
      'http_requests_queued{service="web"}@2000 0',
    ]);
  });

  test("take no attribute for what it is not", () => {
    const signals = createRequestSignals({ startMs: 0 });
    signals.count(
      requestOf({
        status: "200",
        durationMs: -1,
        bytes: -5,
        queueMs: "7",
        version: 7,
        cache: null,
        backendConnections: true,
      }),
    );
    signals.count(requestOf({ status: 999, version: "v".repeat(1_000) }));
    const sealed = sealedAt(signals, 1_000);
    expect(Object.keys(named(sealed, "http_requests_total"))).toContain(
      'http_requests_total{instance="web-1",service="web"}@1000',
    );
    expect(sealed.get('http_response_bytes_total{service="web"}@1000')).toBe(0);
    for (const key of sealed.keys()) expect(key.length).toBeLessThan(300);
  });

  test("are never in more label sets than they were told, the others besides, and lose no request", () => {
    const requests = fc.array(
      fc.record({
        service: fc.constantFrom("", "a", "b", "other", "__proto__"),
        host: fc.constantFrom("", "x"),
        status: fc.constantFrom(200, 500),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 4 }), (given, maxLabelSets) => {
        const signals = createRequestSignals({ startMs: 0, maxLabelSets });
        for (const { status, ...where } of given) signals.count(requestOf({ status, durationMs: 1 }, where));
        samplesAt(signals, 1_000);
        const { labels, refs, values } = samplesAt(signals, 2_000);
        const counts = labels
          .map((one, ref) => [one, ref] as const)
          .filter(([one]) => one.get("__name__") === "http_requests_total");
        expect(counts.length).toBeLessThanOrEqual(maxLabelSets + 2);
        expect(new Set(labels.map(labelsKey)).size).toBe(labels.length);
        const total = counts.reduce((sum, [, ref]) => sum + values[refs.indexOf(ref)]!, 0);
        expect(total).toBe(given.length);
      }),
    );
  });

  test("of what was silent for an hour are forgotten, and begin at 0 again", () => {
    const signals = createRequestSignals({ startMs: 0, maxLabelSets: 1 });
    signals.count(requestOf({ status: 200 }));
    sealedAt(signals, 1_000);
    expect(sealedAt(signals, HOUR_MS + 1_000).size).toBeGreaterThan(0);
    expect(sealedAt(signals, HOUR_MS + 2_000).size).toBe(0);
    signals.count(requestOf({ status: 200 }, { service: "api" }));
    const series = 'http_requests_total{code="200",instance="web-1",service="api"}';
    expect(named(sealedAt(signals, HOUR_MS + 3_000), "http_requests_total")).toEqual({
      [`${series}@${HOUR_MS + 2_000}`]: 0,
      [`${series}@${HOUR_MS + 3_000}`]: 1,
    });
  });
});
