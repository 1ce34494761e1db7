import type { Event, MetricMetadata } from "@mission-control/contracts";
import type { SamplesBuilder } from "@mission-control/series";
import { createLabelFamily } from "./label-family.ts";
import { codeOf, createCount, createDurations, createLoad, secondsOf, textOf } from "./request-cells.ts";

/** Upper bounds of the durations' buckets, seconds, where none are given. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Label sets of each metric; a histogram is many series. */
const MOST_LABEL_SETS = 2_000;
const MOST_HISTOGRAMS = 200;

/**
 * Folds requests until the step seals into the golden signals: `http_requests_total`, the histogram
 * `http_request_duration_seconds`, `http_request_queue_seconds_total`, `http_response_bytes_total`, `http_cache_requests_total`,
 * and of each step the most `http_requests_in_flight` and `http_requests_queued`. Totals count since the start, from
 * `startMs` on. What comes in further label sets is counted as the service "other".
 */
export function createRequestSignals(options: {
  startMs: number;
  /** Upper bounds of the durations' buckets, seconds, ascending. */
  buckets?: readonly number[];
  maxLabelSets?: number;
}) {
  const { buckets = BUCKETS, maxLabelSets = MOST_LABEL_SETS } = options;
  const fewer = Math.min(maxLabelSets, MOST_HISTOGRAMS);
  const families = [
    createLabelFamily<Event>({
      most: maxLabelSets,
      labelsOf: (event) => ({
        service: event.service,
        instance: event.host,
        version: textOf(event, "version"),
        code: codeOf(event),
      }),
      othersOf: ({ code = "" }) => ({ service: "other", code }),
      create: (labels) => createCount("http_requests_total", labels),
    }),
    createLabelFamily<Event>({
      most: fewer,
      labelsOf: (event) =>
        Number.isNaN(secondsOf(event, "durationMs"))
          ? undefined
          : { service: event.service, version: textOf(event, "version") },
      othersOf: () => ({ service: "other" }),
      create: (labels) => createDurations(labels, buckets),
    }),
    createLabelFamily<Event>({
      most: fewer,
      labelsOf: (event) => ({ service: event.service }),
      othersOf: () => ({ service: "other" }),
      create: createLoad,
    }),
    createLabelFamily<Event>({
      most: fewer,
      labelsOf: (event) => {
        const result = textOf(event, "cache").toLowerCase();
        return result === "" ? undefined : { service: event.service, result };
      },
      othersOf: () => ({ service: "other" }),
      create: (labels) => createCount("http_cache_requests_total", labels),
    }),
  ];
  let lastSealedMs = options.startMs;

  return {
    /** Takes an event of the type `request`. */
    count(event: Event): void {
      for (const family of families) family.take(event);
    },
    /** Adds the signals at the end of a step. */
    seal(sealedMs: number, builder: SamplesBuilder): void {
      for (const family of families) family.write(builder, sealedMs, lastSealedMs);
      lastSealedMs = sealedMs;
    },
  };
}

/** What is said of each metric that requests make. */
export const requestMetadata: ReadonlyMap<string, MetricMetadata> = new Map([
  ["http_requests_total", { type: "counter", help: "Requests, from access logs.", unit: "" }],
  [
    "http_request_duration_seconds",
    { type: "histogram", help: "How long requests took, from access logs.", unit: "seconds" },
  ],
  [
    "http_request_queue_seconds_total",
    { type: "counter", help: "How long requests waited for a server.", unit: "seconds" },
  ],
  ["http_response_bytes_total", { type: "counter", help: "Bytes of answers.", unit: "bytes" }],
  ["http_cache_requests_total", { type: "counter", help: "Requests by what the cache said.", unit: "" }],
  ["http_requests_in_flight", { type: "gauge", help: "The most requests at once in the step.", unit: "" }],
  ["http_requests_queued", { type: "gauge", help: "The most requests that waited in the step.", unit: "" }],
]);
