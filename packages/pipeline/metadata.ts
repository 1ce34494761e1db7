import type { MetricMetadata } from "@mission-control/contracts";

/** What a name's end says of its kind, as Prometheus' naming practice has it; the first that fits counts. */
const kinds: readonly (readonly [suffix: string, type: MetricMetadata["type"], counts: boolean])[] = [
  ["_total", "counter", false],
  ["_bucket", "histogram", true],
  ["_count", "histogram", true],
  ["_sum", "histogram", false],
];

const units = ["seconds", "bytes", "ratio", "celsius", "hertz"];

/**
 * What is known of a metric: what was given, and the rest guessed from the end of its name. `_bucket` and `_count` count
 * observations, so that they have no unit; a name that says nothing is a gauge when it ends in a unit, else unknown.
 */
export function metadataOf(name: string, given: Partial<MetricMetadata> = {}): MetricMetadata {
  const kind = kinds.find(([suffix]) => name.endsWith(suffix));
  const stem = kind === undefined ? name : name.slice(0, -kind[0].length);
  const unit = kind?.[2] === true ? undefined : units.find((each) => stem.endsWith(`_${each}`));
  return {
    type: given.type ?? kind?.[1] ?? (unit === undefined ? "unknown" : "gauge"),
    help: given.help ?? "",
    unit: given.unit ?? unit ?? "",
  };
}

/** What sources said of their metrics, by name; a histogram's parts are found by its own name. */
export function createMetadata() {
  const given = new Map<string, Partial<MetricMetadata>>();
  const parts = /_(?:bucket|count|sum)$/;

  return {
    /** Keeps what a source knows of a metric; what was known of the name before is replaced. */
    register(name: string, metadata: Partial<MetricMetadata>): void {
      given.set(name, metadata);
    },
    /** What is known of a metric, guessed from its name where no source said anything. */
    of(name: string): MetricMetadata {
      const own = given.get(name);
      if (own !== undefined) return metadataOf(name, own);
      const family = given.get(name.replace(parts, ""));
      return metadataOf(name, family?.type === "histogram" || family?.type === "summary" ? family : {});
    },
    /** Every name that a source registered, with what is known of it. */
    all: (): Map<string, MetricMetadata> =>
      new Map([...given].map(([name, known]) => [name, metadataOf(name, known)])),
  };
}

/** What sources said of their metrics. */
export type Metadata = ReturnType<typeof createMetadata>;
