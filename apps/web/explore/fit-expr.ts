import { exprOfMetric, type KnownMetric } from "../data/metric-catalog.ts";
import type { Kind } from "./explore-search.ts";

/** The expression by which a metric is looked at: of a histogram the heat map wants its buckets. */
export function exprFor(metric: Pick<KnownMetric, "name" | "type">, kind: Kind): string {
  if (metric.type === "histogram" && kind === "heatmap") return bucketsOf(metric.name);
  return exprOfMetric(metric);
}

/** The names in an expression that are of a metric: of a histogram those of its parts. */
export function namesOfMetric({ name, type }: Pick<KnownMetric, "name" | "type">): ReadonlySet<string> {
  return new Set(type === "histogram" ? [name, `${name}_bucket`, `${name}_count`, `${name}_sum`] : [name]);
}

const QUANTILE =
  /^histogram_quantile\(0\.9, (sum by \(le\) \(rate\(.*_bucket(?:\{.*\})?\[\$__rate_interval\]\)\))\)$/;
const BUCKETS = /^sum by \(le\) \(rate\([^()]*_bucket(?:\{.*\})?\[\$__rate_interval\]\)\)$/;

/** An expression that was made for another kind, as the new kind wants it; one that a person wrote stays as it is. */
export function refit(expr: string, kind: Kind): string {
  if (kind === "heatmap") return QUANTILE.exec(expr)?.[1] ?? expr;
  return BUCKETS.test(expr) ? `histogram_quantile(0.9, ${expr})` : expr;
}

function bucketsOf(name: string): string {
  return `sum by (le) (rate(${name}_bucket[$__rate_interval]))`;
}

/** The metric that an expression is about, the first of those that are known. */
export function metricIn(expr: string, catalog: readonly KnownMetric[]): KnownMetric | undefined {
  const byName = new Map(catalog.map((metric) => [metric.name, metric]));
  for (const [name] of expr.replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, " ").matchAll(/[a-zA-Z_:][\w:]*/g)) {
    const found = byName.get(name) ?? byName.get(name.replace(/_(bucket|count|sum)$/, ""));
    if (found !== undefined) return found;
  }
  return undefined;
}
