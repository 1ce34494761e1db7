import { limits } from "@mission-control/contracts";
import type { StatsdKind } from "./statsd-line.ts";

/** A name as Prometheus takes it: every character but letters, digits and `_` becomes `_`; a leading digit gets one. */
function metricName(text: string): string {
  const name = text.replace(/[^a-zA-Z0-9_]/gu, "_");
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

/** The base name of what a metric of this kind becomes; a unit or `_total` that is there already is not doubled. */
export function familyName(kind: StatsdKind, text: string): string {
  const name = metricName(text);
  if (kind === "counter") return name.endsWith("_total") ? name : `${name}_total`;
  if (kind === "timer") return name.endsWith("_seconds") ? name : `${name}_seconds`;
  return name;
}

/** Every metric name that a family of this kind makes. */
export function namesOf(kind: StatsdKind, family: string): string[] {
  if (kind !== "timer" && kind !== "histogram") return [family];
  return ["_bucket", "_sum", "_count", "_mean_90", "_upper_90"].map((suffix) => family + suffix);
}

/**
 * A label name as Prometheus takes it. What begins with `__` is Prometheus' own and loses one `_`; `le` belongs to histograms
 * and becomes `exported_le`, as Prometheus renames a clash.
 */
function labelName(text: string): string {
  const name = metricName(text).replace(/^_{2,}/, "_");
  return name === "le" ? "exported_le" : name;
}

/**
 * Labels of DogStatsD's tags (`a:b,c`), the same in whatever order they come: a tag without a value has the value
 * `true`, one with an empty value is none, and a name with several values has them joined by commas, sorted.
 * @returns why they are no good, where they are not.
 */
export function labelsOfTags(text: string): Map<string, string> | string {
  const values = new Map<string, Set<string>>();
  for (const tag of text.split(",")) {
    if (tag === "") continue;
    const colon = tag.indexOf(":");
    if (colon === 0) return "tag without a name";
    const name = labelName(colon < 0 ? tag : tag.slice(0, colon));
    const value = colon < 0 ? "true" : tag.slice(colon + 1);
    if (name.length > limits.nameLength) return `tag name longer than ${limits.nameLength} characters`;
    if (value !== "") values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  if (values.size > limits.labelsPerSeries) return `more than ${limits.labelsPerSeries} tags`;
  const labels = new Map<string, string>();
  for (const [name, given] of values) labels.set(name, [...given].sort().join(","));
  for (const value of labels.values()) {
    if (value.length > limits.labelValueLength)
      return `tag value longer than ${limits.labelValueLength} characters`;
  }
  return labels;
}
