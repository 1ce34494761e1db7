import { type Probe, type ProbeKind, slugOf } from "@mission-control/contracts";

/** A probe as it is typed: fields of the other kinds stay while one is chosen. */
export interface ProbeDraft {
  readonly slug: string;
  readonly name: string;
  readonly kind: ProbeKind;
  readonly enabled: boolean;
  readonly everyMs: string;
  readonly timeoutMs: string;
  readonly url: string;
  readonly method: "GET" | "HEAD";
  readonly statuses: string;
  readonly contains: string;
  readonly lacks: string;
  readonly host: string;
  readonly record: string;
  readonly resolver: string;
  readonly expect: string;
  readonly port: string;
}

const empty: ProbeDraft = {
  slug: "",
  name: "",
  kind: "http",
  enabled: true,
  everyMs: "30000",
  timeoutMs: "10000",
  url: "",
  method: "GET",
  statuses: "",
  contains: "",
  lacks: "",
  host: "",
  record: "A",
  resolver: "",
  expect: "",
  port: "",
};

/** The fields of a probe; without one those of a new one. */
export function draftOf(probe: Probe | undefined): ProbeDraft {
  if (probe === undefined) return empty;
  const { everyMs, timeoutMs, ...rest } = probe;
  const own = { ...empty, ...rest, everyMs: String(everyMs), timeoutMs: String(timeoutMs) };
  return {
    ...own,
    statuses: probe.kind === "http" ? probe.statuses.join(", ") : "",
    port: probe.kind === "tcp" ? String(probe.port) : "",
  };
}

/** The example that shows what a probe is. */
export const example: ProbeDraft = { ...empty, name: "Example", url: "https://example.com/" };

/**
 * What is sent of a draft: the fields of its kind alone, numbers as numbers. What makes none is sent as it is, so that the
 * server says what is wrong with it.
 */
export function probeOf(draft: ProbeDraft, slug: string): Probe {
  const { name, kind, enabled } = draft;
  const about = {
    slug,
    name,
    enabled,
    everyMs: numberOf(draft.everyMs),
    timeoutMs: numberOf(draft.timeoutMs),
  };
  const own = {
    http: {
      url: draft.url,
      method: draft.method,
      statuses: draft.statuses
        .split(/[\s,]+/)
        .filter((text) => text !== "")
        .map(numberOf),
      contains: draft.method === "HEAD" ? "" : draft.contains,
      lacks: draft.method === "HEAD" ? "" : draft.lacks,
    },
    dns: { host: draft.host, record: draft.record, resolver: draft.resolver, expect: draft.expect },
    tcp: { host: draft.host, port: numberOf(draft.port) },
  };
  return { ...about, kind, ...own[kind] } as Probe;
}

const numberOf = (text: string): number | string => (/^\s*\d+\s*$/.test(text) ? Number(text) : text);

/** What a new probe is called in addresses and labels: its name, made plain, that no other has. */
export function freeSlug(name: string, taken: readonly string[]): string {
  const plain = slugOf(name) || "probe";
  if (!isTaken(plain, taken)) return plain;
  for (let i = 2; ; i++) {
    const next = `${plain.slice(0, 60)}-${i}`;
    if (!isTaken(next, taken)) return next;
  }
}

/** Probes are tried at `try`. */
const isTaken = (slug: string, taken: readonly string[]) => slug === "try" || taken.includes(slug);

/** The fault of a field, of those that the server told: `statuses.1` is one of `statuses`. */
export function faultAt(
  faults: readonly { readonly path: string; readonly message: string }[],
  field: keyof ProbeDraft,
): string | undefined {
  return faults.find(({ path }) => path.split(".")[0] === field)?.message;
}
