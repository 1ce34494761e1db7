import { type Event, limits, type RawEvent } from "@mission-control/contracts";
import { type Labels, metric, type SamplesBuilder } from "@mission-control/series";
import type { EventClass } from "./classify.ts";
import { fingerprintOf, foldText } from "./fingerprint.ts";

/** The event as it is kept: its class, its place in time, and what is calculated from the rest. */
export function computeEvent(raw: RawEvent, given: EventClass & { id: string; timeMs: number }): Event {
  const service = raw.service ?? "";
  const host = raw.host ?? "";
  const title = (given.title || titleOf(given.type, service, host)).slice(0, limits.textLength);
  return {
    id: given.id,
    timeMs: given.timeMs,
    type: given.type,
    subType: given.subType,
    title,
    severity: given.severity,
    service,
    host,
    tags: raw.tags ?? [],
    attributes: raw.attributes ?? {},
    fingerprint: fingerprintOf([given.type, given.subType, service, foldText(title)]),
  };
}

function titleOf(type: string, service: string, host: string): string {
  const where = service || host;
  return where === "" ? type : `${type} on ${where}`;
}

/** Label sets of `events_total`; what comes in further kinds is counted as the type "other". */
const MOST_LABEL_SETS = 2_000;

/**
 * Counts events until the step seals: `events_total` by type, sub_type, service and severity, counted since the start as
 * Prometheus' counters are, from `startMs` on. A label set begins with 0 at the last seal before it, so that `increase`
 * sees its first events.
 */
export function createEventCounts(options: { startMs: number; maxLabelSets?: number }) {
  const { maxLabelSets = MOST_LABEL_SETS } = options;
  const counts = new Map<string, { labels: Labels; count: number; isNew: boolean }>();
  let lastSealedMs = options.startMs;

  function kindOf({ type, subType, service, severity }: Event) {
    const key = keyOf(type, subType, service, severity);
    const known = counts.get(key);
    if (known !== undefined) return known;
    // "other" itself comes on top, once for each severity.
    if (counts.size < maxLabelSets) return keep(key, { type, sub_type: subType, service, severity });
    return keep(keyOf("other", "", "", severity), { type: "other", severity });
  }

  function keep(key: string, labels: Record<string, string>) {
    const kept = counts.get(key) ?? { labels: metric("events_total", labels), count: 0, isNew: true };
    counts.set(key, kept);
    return kept;
  }

  return {
    count(event: Event): void {
      kindOf(event).count++;
    },
    /** Adds the counters at the end of a step. */
    seal(sealedMs: number, builder: SamplesBuilder): void {
      for (const kind of counts.values()) {
        const ref = builder.ref(kind.labels);
        if (kind.isNew && lastSealedMs < sealedMs) builder.add(ref, lastSealedMs, 0);
        kind.isNew = false;
        builder.add(ref, sealedMs, kind.count);
      }
      lastSealedMs = sealedMs;
    },
  };
}

const keyOf = (...parts: string[]) => JSON.stringify(parts);
