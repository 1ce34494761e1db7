import type { MetricMetadata } from "@mission-control/contracts";
import { labelsKey, labelsOf } from "@mission-control/series";
import type { Budget } from "./budget.ts";
import { decodeUtf8 } from "./bytes.ts";
import type { StatsdKind, StatsdLine } from "./statsd-line.ts";
import { metadataOf } from "./statsd-metadata.ts";
import { familyName, labelsOfTags, namesOf } from "./statsd-names.ts";
import {
  type Accumulator,
  createCounter,
  createDistribution,
  createGauge,
  createSet,
  distributionOutputs,
} from "./statsd-series.ts";
import { createLineTable } from "./statsd-table.ts";

/** One StatsD series and when it was heard of. */
export interface StatsdSeries {
  readonly accumulator: Accumulator;
  readonly kind: StatsdKind;
  readonly family: string;
  readonly key: string;
  readonly tags: ReadonlyMap<string, string>;
  /** Whether it has had a value since the last flush. */
  touched: boolean;
  /** Whether it was ever written. */
  written: boolean;
  /** Whether it has been silent for so long that it is no longer reported. */
  asleep: boolean;
  /** The end of the last step that had a value. */
  lastMs: number;
}

interface Family {
  readonly kind: StatsdKind;
  readonly names: readonly string[];
  series: number;
}

export interface RegistryOptions {
  readonly maxSeries: number;
  readonly timerBounds: readonly number[];
  readonly histogramBounds: readonly number[];
  readonly budget: Budget;
  readonly seed: number;
}

/**
 * All StatsD series: found by a line's bytes, else by what its name and tags mean, else made. At most `maxSeries` series
 * are written; the silent ones make room for new ones. Spellings of one series (tags in another order, `a.b` and `a_b`) are
 * remembered too, in bounded number.
 */
export function createStatsdRegistry(options: RegistryOptions) {
  const { maxSeries, timerBounds, histogramBounds, budget, seed } = options;
  const spellings = createLineTable<StatsdSeries>(seed);
  const byKey = new Map<string, StatsdSeries>();
  const families = new Map<string, Family>();
  const familyOfName = new Map<string, string>();
  let outputs = 0;
  let sleepers = 0;

  const boundsOf = (kind: StatsdKind) => (kind === "timer" ? timerBounds : histogramBounds);
  const outputsOf = (kind: StatsdKind) =>
    kind === "timer" || kind === "histogram" ? distributionOutputs(boundsOf(kind)) : 1;

  function create(kind: StatsdKind, name: string, tags: ReadonlyMap<string, string>): Accumulator {
    if (kind === "counter") return createCounter(name, tags);
    if (kind === "gauge") return createGauge(name, tags);
    if (kind === "set") return createSet(name, tags, budget, seed);
    return createDistribution(kind, name, tags, boundsOf(kind), budget);
  }

  function openFamily(kind: StatsdKind, family: string): Family | string {
    const known = families.get(family);
    if (known !== undefined) {
      return known.kind === kind ? known : `a ${known.kind} makes ${family} already`;
    }
    const names = namesOf(kind, family);
    for (const name of names) {
      const owner = familyOfName.get(name);
      if (owner !== undefined) return `a ${families.get(owner)!.kind} makes ${name} already`;
    }
    for (const name of names) familyOfName.set(name, family);
    const opened: Family = { kind, names, series: 0 };
    families.set(family, opened);
    return opened;
  }

  function closeFamilyIfEmpty(name: string): void {
    const family = families.get(name);
    if (family === undefined || family.series > 0) return;
    for (const made of family.names) familyOfName.delete(made);
    families.delete(name);
  }

  function forget(series: StatsdSeries): void {
    byKey.delete(series.key);
    outputs -= outputsOf(series.kind);
    series.accumulator.release();
    families.get(series.family)!.series--;
    closeFamilyIfEmpty(series.family);
  }

  /** Forgets every series that sleeps. */
  function forgetSleepers(): void {
    for (const series of [...byKey.values()]) if (series.asleep) forget(series);
    spellings.retain((series) => byKey.get(series.key) === series);
    sleepers = 0;
  }

  function make(kind: StatsdKind, name: string, tags: ReadonlyMap<string, string>, key: string) {
    const needed = outputsOf(kind);
    if (outputs + needed > maxSeries && sleepers > 0) forgetSleepers();
    if (outputs + needed > maxSeries) return `series limit ${maxSeries}`;
    const family = familyName(kind, name);
    const opened = openFamily(kind, family);
    if (typeof opened === "string") return opened;
    opened.series++;
    outputs += needed;
    const series: StatsdSeries = {
      accumulator: create(kind, name, tags),
      kind,
      family,
      key,
      tags,
      touched: false,
      written: false,
      asleep: false,
      lastMs: 0,
    };
    byKey.set(key, series);
    return series;
  }

  /** The series that a line means, made if it is new; or why there can be none. */
  function open(bytes: Uint8Array, line: StatsdLine): StatsdSeries | string {
    const name = decodeUtf8(bytes.subarray(line.nameFrom, line.nameTo));
    const tagsText = decodeUtf8(bytes.subarray(line.tagsFrom, line.tagsTo));
    if (name === undefined || tagsText === undefined) return "not UTF-8";
    const tags = labelsOfTags(tagsText);
    if (typeof tags === "string") return tags;
    const key = `${line.kind} ${familyName(line.kind, name)} ${labelsKey(labelsOf(tags))}`;
    const series = byKey.get(key) ?? make(line.kind, name, tags, key);
    if (typeof series !== "string" && spellings.size < 4 * maxSeries) spellings.put(bytes, line, series);
    return series;
  }

  return {
    /** The series of a line, or why there can be none. */
    seriesOf: (bytes: Uint8Array, line: StatsdLine): StatsdSeries | string =>
      spellings.get(bytes, line) ?? open(bytes, line),
    /** Marks a series as asleep or awake. */
    setAsleep(series: StatsdSeries, asleep: boolean): void {
      if (series.asleep !== asleep) sleepers += asleep ? 1 : -1;
      series.asleep = asleep;
    },
    /** Every series. */
    all: (): Iterable<StatsdSeries> => byKey.values(),
    /** How many series are written at most. */
    get outputs(): number {
      return outputs;
    },
    /** What is known of each metric name that is made. */
    metadata(): Map<string, MetricMetadata> {
      const all = new Map<string, MetricMetadata>();
      for (const [family, { kind }] of families) {
        for (const [name, metadata] of metadataOf(kind, family)) all.set(name, metadata);
      }
      return all;
    },
  };
}
