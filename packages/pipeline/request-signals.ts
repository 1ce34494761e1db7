import type { Event } from "@mission-control/contracts";
import { type Labels, metric, type SamplesBuilder } from "@mission-control/series";
import { type Cell, createLabelFamily, type LabelSet } from "./label-family.ts";

/** Upper bounds of the durations' buckets, seconds, where none are given. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Label sets of each metric; a histogram is many series. */
const MOST_LABEL_SETS = 2_000;
const MOST_HISTOGRAMS = 200;
const LABEL_LENGTH = 100;

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

function createCount(name: string, labelSet: LabelSet): Cell<Event> {
  const labels = metric(name, labelSet);
  let count = 0;
  return {
    take: () => void count++,
    write: (out) => out.total(labels, count),
  };
}

function createDurations(labelSet: LabelSet, bounds: readonly number[]): Cell<Event> {
  const name = "http_request_duration_seconds";
  const bucketLabels = [...bounds.map(String), "+Inf"].map((le) =>
    metric(`${name}_bucket`, { ...labelSet, le }),
  );
  const sumLabels = metric(`${name}_sum`, labelSet);
  const countLabels = metric(`${name}_count`, labelSet);
  const counts = new Float64Array(bucketLabels.length);
  let sum = 0;
  return {
    take(event): void {
      const seconds = secondsOf(event, "durationMs");
      let at = 0;
      while (at < bounds.length && seconds > bounds[at]!) at++;
      counts[at] = counts[at]! + 1;
      sum += seconds;
    },
    write(out): void {
      let below = 0;
      for (const [i, count] of counts.entries()) {
        below += count;
        out.total(bucketLabels[i]!, below);
      }
      out.total(sumLabels, sum);
      out.total(countLabels, below);
    },
  };
}

/** What a service's requests were made to wait for, and how many there were at once. Levels are left out where no line said any. */
function createLoad(labelSet: LabelSet): Cell<Event> {
  const [queueLabels, bytesLabels, flightLabels, queuedLabels] = [
    "http_request_queue_seconds_total",
    "http_response_bytes_total",
    "http_requests_in_flight",
    "http_requests_queued",
  ].map((name) => metric(name, labelSet)) as [Labels, Labels, Labels, Labels];
  let [queueSeconds, bytes, inFlight, queued] = [0, 0, 0, 0];
  let saysLevels = false;
  return {
    take(event): void {
      queueSeconds += secondsOf(event, "queueMs") || 0;
      bytes += numberOf(event, "bytes") || 0;
      const others = numberOf(event, "backendConnections");
      if (Number.isNaN(others)) return;
      saysLevels = true;
      // A balancer's line is written when the request is over: it counts those beside it.
      inFlight = Math.max(inFlight, others + (event.host === "" ? 0 : 1));
      queued = Math.max(
        queued,
        (numberOf(event, "serverQueue") || 0) + (numberOf(event, "backendQueue") || 0),
      );
    },
    write(out): void {
      out.total(queueLabels, queueSeconds);
      out.total(bytesLabels, bytes);
      if (!saysLevels) return;
      out.level(flightLabels, inFlight);
      out.level(queuedLabels, queued);
      inFlight = 0;
      queued = 0;
    },
  };
}

function attributeOf(event: Event, name: string) {
  return Object.hasOwn(event.attributes, name) ? event.attributes[name] : undefined;
}

function textOf(event: Event, name: string): string {
  const value = attributeOf(event, name);
  return typeof value === "string" ? value.slice(0, LABEL_LENGTH) : "";
}

/** NaN where there is none, or none that counts up. */
function numberOf(event: Event, name: string): number {
  const value = attributeOf(event, name);
  return typeof value === "number" && value >= 0 ? value : Number.NaN;
}

const secondsOf = (event: Event, name: string) => numberOf(event, name) / 1_000;

/** The status as a label: three digits, or "". */
function codeOf(event: Event): string {
  const status = numberOf(event, "status");
  return Number.isInteger(status) && status >= 100 && status <= 599 ? String(status) : "";
}
