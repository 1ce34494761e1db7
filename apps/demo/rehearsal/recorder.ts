import type { DeployToSend, EventToSend } from "@mission-control/client";
import { settingsSchema } from "@mission-control/contracts";
import { type Clock, createSamplesBuilder, type Samples } from "@mission-control/series";
import type { Telemetry } from "../company/telemetry.ts";
import type { AccessRecord } from "../edge/access-record.ts";
import { type Kept, keptCount, keptLevel, keptSeconds, type LabelSet } from "./kept-series.ts";

/** What Mission Control would have been told and kept. */
export interface Recording {
  /** Step after step; those of one step in the order in which their series were first heard of. */
  readonly samples: Samples;
  /** In the order in which they came, each with its time and an id. */
  readonly events: readonly (EventToSend & Stamp)[];
  readonly deploys: readonly (DeployToSend & Stamp)[];
}

interface Stamp {
  readonly id: string;
  readonly time: number;
}

type Tags = Readonly<Record<string, string | number | boolean>>;

/** Who tells: said of each event that says nothing else, and labels of each metric. */
export interface Teller {
  readonly service?: string;
  readonly host?: string;
  readonly tags?: LabelSet;
}

interface Entry {
  readonly kept: Kept;
  isTouched: boolean;
  isWritten: boolean;
  lastMs: number;
}

const { buckets: bounds } = settingsSchema.parse({}).statsd;

/**
 * Stands where Mission Control does, and keeps each step what it would have kept: StatsD's counters, gauges and timers under
 * its names, the golden signals of the balancer's records, and the number of events. `name` makes the ids of events.
 */
export function createRecorder({ clock, name }: { clock: Clock; name: string }) {
  const entries = new Map<string, Entry>();
  const keys = new WeakMap<LabelSet, string>();
  const samples = createSamplesBuilder(65_536);
  const events: (EventToSend & Stamp)[] = [];
  const deploys: (DeployToSend & Stamp)[] = [];
  let sealedBeforeMs: number | undefined;

  function take(
    kind: string,
    metricName: string,
    about: LabelSet,
    tags: Tags | undefined,
    value: number,
  ): void {
    let key = keyOf(about) + kind + metricName;
    for (const label in tags) key += `\n${label}\t${tags[label]}`;
    let entry = entries.get(key);
    if (entry === undefined) {
      const labels = { ...about, ...textsOf(tags) };
      entry = { kept: keptOf(kind, metricName, labels), isTouched: true, isWritten: false, lastMs: 0 };
      entries.set(key, entry);
    }
    entry.isTouched = true;
    entry.kept.take(value);
  }

  /** The text of labels that many metrics share, made once. */
  function keyOf(labels: LabelSet): string {
    let key = keys.get(labels);
    if (key === undefined) {
      key = "";
      for (const label in labels) key += `${label}\t${labels[label]}\n`;
      keys.set(labels, key);
    }
    return key;
  }

  const stamp = (): Stamp => ({
    id: `${name}-${events.length + deploys.length}`,
    time: clock.now(),
  });

  function tellEvent(about: Teller, event: EventToSend): boolean {
    const { tags, ...who } = about;
    const told = {
      ...who,
      ...event,
      ...stamp(),
      ...(tags === undefined ? {} : { tags: tagList(tags, event) }),
    };
    events.push(told);
    // The catalog's one change of type: a page that is not there is no fault of the program.
    const isMissing = event.type === "exception" && event.attributes?.status === 404;
    const type = isMissing ? "request" : event.type;
    const severity = isMissing ? "info" : (event.severity ?? (type === "exception" ? "error" : "info"));
    const labels = { type, severity, ...(told.service === undefined ? {} : { service: told.service }) };
    take("counter", "events", isMissing ? { ...labels, sub_type: "not_found" } : labels, undefined, 1);
    return true;
  }

  function tellDeploy(about: Teller, deploy: DeployToSend): boolean {
    const { tags: _, ...who } = about;
    deploys.push({ ...who, ...deploy, ...stamp() });
    return true;
  }

  return {
    /** What a part of the company tells by. */
    telemetry(about: Teller): Telemetry {
      const labels = { ...(about.service === undefined ? {} : { service: about.service }), ...about.tags };
      return {
        count: (metricName, by = 1, tags) => take("counter", metricName, labels, tags, by),
        gauge: (metricName, value, tags) => take("gauge", metricName, labels, tags, value),
        time: (metricName, ms, tags) => take("timer", metricName, labels, tags, ms / 1_000),
        set() {},
        event: (event) => tellEvent(about, event),
        deploy: (deploy) => tellDeploy(about, deploy),
      };
    },
    /** Takes a line of the balancer's or the edge's log, and makes of it what Mission Control makes. */
    access(record: AccessRecord): void {
      const service = record.backend;
      const [version = "", cache = ""] = record.responseCaptures;
      const { timings, connections, queues } = record;
      const at = { service };
      const code = String(record.status);
      take(
        "counter",
        "http_requests",
        { service, instance: record.server ?? "", version, code },
        undefined,
        1,
      );
      take("timer", "http_request_duration", { service, version }, undefined, timings.totalMs / 1_000);
      take("counter", "http_request_queue_seconds", at, undefined, Math.max(0, timings.queueMs) / 1_000);
      take("counter", "http_response_bytes", at, undefined, record.bytes);
      take("most", "http_requests_in_flight", at, undefined, connections.backend);
      take("most", "http_requests_queued", at, undefined, queues.server + queues.backend);
      if (cache !== "") take("counter", "http_cache_requests", { service, result: cache }, undefined, 1);
    },
    /** Takes what a balancer says of the health of its servers. */
    notice(text: string): void {
      const [, service, host, state] = /^Server ([^/]+)\/(\S+) is (UP|DOWN)/.exec(text) ?? [];
      if (service === undefined || host === undefined || state === undefined) return;
      const attributes = { status: state.toLowerCase(), message: text };
      const title = `${host} of ${service} is ${attributes.status}`;
      tellEvent({ service, host }, { type: "health", title, attributes });
    },
    /** Ends a step. */
    seal(sealedMs: number): void {
      for (const entry of entries.values()) {
        if (entry.isTouched) entry.lastMs = sealedMs;
        entry.isTouched = false;
        if (sealedMs - entry.lastMs > entry.kept.idleMs) continue;
        entry.kept.write(samples, sealedMs, entry.isWritten ? undefined : sealedBeforeMs);
        entry.isWritten = true;
      }
      sealedBeforeMs = sealedMs;
    },
    take: (): Recording => ({ samples: samples.take(), events, deploys }),
  };
}

function keptOf(kind: string, metricName: string, labels: LabelSet): Kept {
  if (kind === "counter") return keptCount(`${metricName}_total`, labels);
  if (kind === "timer") return keptSeconds(`${metricName}_seconds`, labels, bounds);
  return keptLevel(metricName, labels, { most: kind === "most" });
}

const textsOf = (tags: Tags | undefined): LabelSet =>
  Object.fromEntries(Object.entries(tags ?? {}).map(([label, value]) => [label, String(value)]));

function tagList(tags: LabelSet, event: EventToSend): string[] {
  const own = Array.isArray(event.tags) ? (event.tags as readonly string[]) : listOf(event.tags ?? {});
  return [...own, ...listOf(tags)];
}

const listOf = (tags: object): string[] => Object.entries(tags).map(([label, value]) => `${label}:${value}`);
