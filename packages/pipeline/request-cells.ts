import type { Event } from "@mission-control/contracts";
import { type Labels, metric } from "@mission-control/series";
import type { Cell, LabelSet } from "./label-family.ts";

const LABEL_LENGTH = 100;

/** Counts. */
export function createCount(name: string, labelSet: LabelSet): Cell<Event> {
  const labels = metric(name, labelSet);
  let count = 0;
  return {
    take: () => void count++,
    write: (out) => out.total(labels, count),
  };
}

/** A histogram of `durationMs`, as Prometheus has it; `bounds` are seconds, ascending. */
export function createDurations(labelSet: LabelSet, bounds: readonly number[]): Cell<Event> {
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
export function createLoad(labelSet: LabelSet): Cell<Event> {
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

/** A text among the attributes, cut to a label's length, or "". */
export function textOf(event: Event, name: string): string {
  const value = attributeOf(event, name);
  return typeof value === "string" ? value.slice(0, LABEL_LENGTH) : "";
}

/** NaN where there is none, or none that counts up. */
function numberOf(event: Event, name: string): number {
  const value = attributeOf(event, name);
  return typeof value === "number" && value >= 0 ? value : Number.NaN;
}

/** Of milliseconds among the attributes; NaN where there are none. */
export const secondsOf = (event: Event, name: string) => numberOf(event, name) / 1_000;

/** The status as a label: three digits, or "". */
export function codeOf(event: Event): string {
  const status = numberOf(event, "status");
  return Number.isInteger(status) && status >= 100 && status <= 599 ? String(status) : "";
}
