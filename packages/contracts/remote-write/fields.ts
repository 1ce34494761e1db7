import type { MetricMetadata } from "../prometheus.ts";

/** 1: `prometheus.WriteRequest`. 2: `io.prometheus.write.v2.Request`. */
export type WriteVersion = 1 | 2;

/** The tags (number and wire type) of a request's fields and of a series' ones, by version. No field has the tag -1. */
export const tagsOf = {
  1: {
    request: { series: 0x0a, symbol: -1, family: 0x1a },
    series: {
      label: 0x0a,
      labelRef: -1,
      packedRefs: -1,
      sample: 0x12,
      exemplar: 0x1a,
      histogram: 0x22,
      metadata: -1,
    },
  },
  2: {
    request: { series: 0x2a, symbol: 0x22, family: -1 },
    series: {
      label: -1,
      labelRef: 0x08,
      packedRefs: 0x0a,
      sample: 0x12,
      exemplar: 0x22,
      histogram: 0x1a,
      metadata: 0x2a,
    },
  },
} as const;

/** The tags of what lies within a series or a family; both versions share them. */
export const labelTags = { name: 0x0a, value: 0x12 } as const;
export const sampleTags = { value: 0x09, time: 0x10 } as const;
export const metadataTags = {
  type: 0x08,
  name: 0x12,
  help: 0x22,
  unit: 0x2a,
  helpRef: 0x18,
  unitRef: 0x20,
} as const;

/** The kinds of metrics in the order of their numbers; those that are not told apart here are the nearest ones. */
const kinds: readonly MetricMetadata["type"][] = [
  "unknown",
  "counter",
  "gauge",
  "histogram",
  "histogram",
  "summary",
  "gauge",
  "gauge",
];

/** The kind of metric that a number stands for, and the number of a kind. */
export const kindOf = (number: number): MetricMetadata["type"] => kinds[number] ?? "unknown";
export const numberOfKind = (type: MetricMetadata["type"]): number => kinds.indexOf(type);
