import type { KnownMetric } from "../data/metric-catalog.ts";
import type { Meta } from "./create-meta.ts";

/** A metric with what people say of it: what it is called, its description and its unit in place of what its sender tells. */
export function calledMetric(metric: KnownMetric, meta: Meta | undefined): KnownMetric {
  if (meta === undefined) return metric;
  const { name: called, description, unit } = meta.aboutMetric(metric.name);
  return {
    ...metric,
    called,
    help: description ?? metric.help,
    unit: unit?.replaceAll("_", " ") ?? metric.unit,
  };
}
