import type { MetricMetadata } from "@mission-control/contracts";

/** A metric that can be found: its name, and what is known of it. */
export interface KnownMetric {
  readonly name: string;
  readonly type: MetricMetadata["type"];
  readonly help: string;
  readonly unit: string;
  /** What people call it, where somebody said so; it is found by that, too. */
  readonly called?: string | undefined;
}

/** All metrics by name, each with what its family's metadata says; the parts of a histogram stand as one. */
export function catalogOf(
  names: readonly string[],
  metadata: ReadonlyMap<string, MetricMetadata>,
): KnownMetric[] {
  const known = new Map<string, KnownMetric>();
  const all = new Set(names);
  for (const name of names) {
    const metric = describe(name, all, metadata);
    known.set(metric.name, metric);
  }
  return [...known.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function describe(
  name: string,
  all: ReadonlySet<string>,
  metadata: ReadonlyMap<string, MetricMetadata>,
): KnownMetric {
  const base = name.replace(/_(bucket|count|sum)$/, "");
  if (base !== name && all.has(`${base}_bucket`)) {
    const about = metadata.get(base);
    return { name: base, type: "histogram", help: about?.help ?? "", unit: about?.unit ?? "" };
  }
  const about = metadata.get(name) ?? metadata.get(name.replace(/_total$/, ""));
  const type = about === undefined || about.type === "unknown" ? typeByName(name) : about.type;
  return { name, type, help: about?.help ?? "", unit: about?.unit ?? "" };
}

function typeByName(name: string): MetricMetadata["type"] {
  return /_(total|count|sum)$/.test(name) ? "counter" : "unknown";
}

/** The expression by which a metric becomes a lane. */
export function exprOfMetric(metric: Pick<KnownMetric, "name" | "type">): string {
  if (metric.type === "counter") return `rate(${metric.name}[$__rate_interval])`;
  if (metric.type === "histogram") {
    return `histogram_quantile(0.9, sum by (le) (rate(${metric.name}_bucket[$__rate_interval])))`;
  }
  return `avg_over_time(${metric.name}[$__interval])`;
}

/** Where a typed text is found in a name, best first: each word must occur; a start counts more than a middle. */
export function findMetrics(catalog: readonly KnownMetric[], typed: string, limit: number): KnownMetric[] {
  const words = typed
    .toLowerCase()
    .split(/[\s_]+/)
    .filter(Boolean);
  if (words.length === 0) return catalog.slice(0, limit);
  const found: { metric: KnownMetric; rank: number }[] = [];
  for (const metric of catalog) {
    const rank = rankOf(metric, words);
    if (rank < Number.POSITIVE_INFINITY) found.push({ metric, rank });
  }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map((each) => each.metric);
}

function rankOf({ name, help, called = "" }: KnownMetric, words: readonly string[]): number {
  const low = name.toLowerCase();
  let rank = low.length / 1_000;
  for (const word of words) {
    const at = low.indexOf(word);
    if (at === 0) rank += 0;
    else if (at > 0) rank += low[at - 1] === "_" ? 1 : 2;
    else if (called.toLowerCase().includes(word)) rank += 1;
    else if (help.toLowerCase().includes(word)) rank += 5;
    else return Number.POSITIVE_INFINITY;
  }
  return rank;
}

/** Whether a typed text reads as an expression rather than as words to search for. */
export function looksLikeExpr(typed: string): boolean {
  return /[(){}[\]+*/<>=|]|\s-\s|^\d/.test(typed);
}
