import type { RawEvent, Severity } from "@mission-control/contracts";
import type { Catalog, CatalogCondition, CatalogEntry } from "./catalog.ts";

/** What the catalog says of an event. `title` is "" where neither the sender nor the catalog gave one. */
export interface EventClass {
  readonly type: string;
  readonly subType: string;
  readonly severity: Severity;
  readonly title: string;
}

/** Characters of what an event says that are searched for the catalog's texts. */
const SEARCHED_LENGTH = 4_096;

const severities: readonly Severity[] = ["critical", "error", "warning", "info"];

/**
 * Finds an event's class. The type is matched in lower case; a type that the catalog does not know passes as it came, with the
 * sub-type "". A given severity counts before the log level, that before the catalog's, and that before the type's.
 */
export function classify(raw: RawEvent, catalog: Catalog): EventClass {
  const facts = factsOf(raw, catalog);
  const entry = catalog.entries.find(({ when }) => holds(when, facts, raw));
  return {
    type: entry?.is.type ?? raw.type,
    subType: entry?.is.subType ?? "",
    severity: severityOf(raw, catalog, entry),
    title: raw.title || sayingOf(raw, catalog) || fillTitle(entry?.is.title ?? "", raw),
  };
}

interface Facts {
  readonly type: string;
  readonly text: string;
  readonly status: number;
  readonly durationMs: number;
}

function factsOf(raw: RawEvent, catalog: Catalog): Facts {
  const says = [raw.title ?? "", ...catalog.saying.map((name) => wordsOf(raw, name))];
  return {
    type: raw.type.toLowerCase(),
    text: says.join("\n").slice(0, SEARCHED_LENGTH).toLowerCase(),
    status: firstNumber(raw, catalog.status),
    durationMs: durationOf(raw, catalog),
  };
}

function holds(when: CatalogCondition, facts: Facts, raw: RawEvent): boolean {
  if (when.types !== undefined && !when.types.includes(facts.type)) return false;
  if (when.status !== undefined && !(facts.status >= when.status[0] && facts.status <= when.status[1]))
    return false;
  if (when.slowerThanMs !== undefined && !(facts.durationMs > when.slowerThanMs)) return false;
  if (when.attribute !== undefined) {
    const [name, values] = when.attribute;
    const word = wordsOf(raw, name).toLowerCase();
    if (values.length === 0 ? word === "" : !values.includes(word)) return false;
  }
  if (when.atMost !== undefined && !(numberOf(raw, when.atMost[0]) <= when.atMost[1])) return false;
  return when.text === undefined || when.text.some((part) => facts.text.includes(part));
}

function severityOf(raw: RawEvent, catalog: Catalog, entry: CatalogEntry | undefined): Severity {
  const reclassified = entry?.is.type === undefined ? undefined : entry.is.severity;
  const level = catalog.level.map((name) => wordsOf(raw, name).toLowerCase()).find((word) => word !== "");
  const among = (lists: Catalog["severityOfLevel"], word: string) =>
    severities.find((severity) => lists[severity].includes(word));
  return (
    reclassified ??
    raw.severity ??
    (level === undefined ? undefined : among(catalog.severityOfLevel, level)) ??
    entry?.is.severity ??
    among(catalog.severityOfType, raw.type.toLowerCase()) ??
    "info"
  );
}

/** The first line of what an event says besides its title. */
function sayingOf(raw: RawEvent, catalog: Catalog): string {
  for (const name of catalog.saying) {
    const line = wordsOf(raw, name).trim().split("\n", 1)[0]!.trim();
    if (line !== "") return line;
  }
  return "";
}

function fillTitle(template: string, raw: RawEvent): string {
  const field = (name: string) => {
    if (name === "type") return raw.type;
    if (name === "service") return raw.service ?? wordsOf(raw, name);
    return name === "host" ? (raw.host ?? wordsOf(raw, name)) : wordsOf(raw, name);
  };
  return template
    .replace(/\{([\w.]+)\}/g, (_, name: string) => field(name))
    .replace(/\s+/g, " ")
    .trim();
}

function attributeOf(raw: RawEvent, name: string) {
  const { attributes } = raw;
  return attributes !== undefined && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

function wordsOf(raw: RawEvent, name: string): string {
  const value = attributeOf(raw, name);
  return value === undefined || value === null ? "" : String(value);
}

function numberOf(raw: RawEvent, name: string): number {
  const words = wordsOf(raw, name).trim();
  return words === "" ? Number.NaN : Number(words);
}

function firstNumber(raw: RawEvent, names: readonly string[]): number {
  for (const name of names) {
    const value = numberOf(raw, name);
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

function durationOf(raw: RawEvent, catalog: Catalog): number {
  for (const [name, unitMs] of catalog.duration) {
    const value = numberOf(raw, name);
    if (!Number.isNaN(value)) return value * unitMs;
  }
  return Number.NaN;
}
