/**
 * The identity of a series: label names to values, sorted by name, with the metric name under `__name__`.
 * A Map, not an object, so that a label called `__proto__` or `constructor` is only a label.
 */
export type Labels = ReadonlyMap<string, string>;

/** The label that carries the metric name, as Prometheus has it. */
export const METRIC_NAME = "__name__";

const byName = (a: readonly [string, string], b: readonly [string, string]) =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;

/** Sorted labels of name and value pairs; the last of equal names wins and an empty value is no label, as in Prometheus. */
export function labelsOf(pairs: Iterable<readonly [string, string]>): Labels {
  const sorted = [...new Map(pairs)].filter(([, value]) => value !== "").sort(byName);
  return new Map(sorted);
}

/** Labels of a metric name and a plain record: `metric("up", { job: "api" })`. */
export function metric(name: string, labels: Readonly<Record<string, string>> = {}): Labels {
  return labelsOf([...Object.entries(labels), [METRIC_NAME, name]]);
}

/** The canonical text of labels: equal labels give equal keys, different labels different ones. */
export function labelsKey(labels: Labels): string {
  let key = "";
  for (const [name, value] of labels) key += `${name.length}:${name}${value.length}:${value}`;
  return key;
}

/** The metric name of labels, or "" when there is none. */
export function nameOf(labels: Labels): string {
  return labels.get(METRIC_NAME) ?? "";
}

/** A null-prototype object of labels for JSON, in Prometheus' response shape. */
export function labelsToJson(labels: Labels): Record<string, string> {
  const out: Record<string, string> = Object.create(null);
  for (const [name, value] of labels) out[name] = value;
  return out;
}

/** The text people know a series by: `name{a="1",b="2"}`, values quoted as PromQL quotes them. */
export function formatLabels(labels: Labels): string {
  const inner = [...labels]
    .filter(([name]) => name !== METRIC_NAME)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return inner.length === 0 && nameOf(labels) !== ""
    ? nameOf(labels)
    : `${nameOf(labels)}{${inner.join(",")}}`;
}
