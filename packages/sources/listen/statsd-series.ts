import { type Labels, labelsOf, METRIC_NAME, type SamplesBuilder } from "@mission-control/series";
import type { Budget } from "./budget.ts";
import { createDistinct } from "./distinct.ts";
import { createReservoir } from "./reservoir.ts";
import { familyName, namesOf } from "./statsd-names.ts";

/** Why a value was not taken, or undefined when it was. */
type Refused = string | undefined;
const OUT_OF_RANGE = "value out of range";

/** What a series adds up between flushes. */
export interface Accumulator {
  /** Takes a number seen with a sampling rate; `relative` where it was written with a sign. */
  take(value: number, rate: number, relative: boolean): Refused;
  /** Takes a set's member, bytes[from, to). */
  takeMember(bytes: Uint8Array, from: number, to: number): Refused;
  /**
   * Writes the samples of the step that ends at `sealedMs`. What counts up also says that it stood at zero at `zeroMs`, when
   * that is given: else no rate could be seen of the first value.
   */
  write(out: SamplesBuilder, sealedMs: number, zeroMs: number | undefined): void;
  /** Gives back the room it holds. */
  release(): void;
}

const named = (name: string, tags: Iterable<readonly [string, string]>): Labels =>
  labelsOf([...tags, [METRIC_NAME, name]]);

const noMember = (): Refused => "not a set";

function writeOne(out: SamplesBuilder, labels: Labels, timeMs: number, value: number): void {
  out.add(out.refOfNew(labels), timeMs, value);
}

function writeTotal(
  out: SamplesBuilder,
  labels: Labels,
  timeMs: number,
  value: number,
  zeroMs: number | undefined,
): void {
  const ref = out.refOfNew(labels);
  if (zeroMs !== undefined) out.add(ref, zeroMs, 0);
  out.add(ref, timeMs, value);
}

/** A counter: a value seen with the rate r stands for 1/r of them. */
export function createCounter(text: string, tags: ReadonlyMap<string, string>): Accumulator {
  const labels = named(familyName("counter", text), tags);
  let total = 0;
  return {
    take(value, rate) {
      if (!Number.isFinite(total + value / rate)) return OUT_OF_RANGE;
      total += value / rate;
      return undefined;
    },
    takeMember: noMember,
    write: (out, sealedMs, zeroMs) => writeTotal(out, labels, sealedMs, total, zeroMs),
    release() {},
  };
}

/** A gauge: a number with a sign moves it, one without sets it. It begins at zero. */
export function createGauge(text: string, tags: ReadonlyMap<string, string>): Accumulator {
  const labels = named(familyName("gauge", text), tags);
  let level = 0;
  return {
    take(value, _rate, relative) {
      const next = relative ? level + value : value;
      if (!Number.isFinite(next)) return OUT_OF_RANGE;
      level = next;
      return undefined;
    },
    takeMember: noMember,
    write: (out, sealedMs) => writeOne(out, labels, sealedMs, level),
    release() {},
  };
}

/** A set: how many different members the step saw. */
export function createSet(
  text: string,
  tags: ReadonlyMap<string, string>,
  budget: Budget,
  seed: number,
): Accumulator {
  const labels = named(familyName("set", text), tags);
  const members = createDistinct(budget, seed);
  return {
    take: () => "not a number",
    takeMember: (bytes, from, to) => (members.add(bytes, from, to) ? undefined : "set is full"),
    write: (out, sealedMs) => writeOne(out, labels, sealedMs, members.take()),
    release: () => members.release(),
  };
}

/** How many series timers and histograms write: a bucket for each bound and for +Inf, the sum, the count, and two of the step. */
export const distributionOutputs = (bounds: readonly number[]): number => bounds.length + 5;

/**
 * Timers and histograms: a classic histogram that counts up, and the mean and the largest of the lowest 90 % of the values
 * of each step that had some. `scale` turns a value into the base unit (0.001 for milliseconds). `bounds` ascend.
 */
export function createDistribution(
  kind: "timer" | "histogram",
  text: string,
  tags: ReadonlyMap<string, string>,
  bounds: readonly number[],
  budget: Budget,
): Accumulator {
  const scale = kind === "timer" ? 1000 : 1;
  const [bucket, sumName, countName, mean, upper] = namesOf(kind, familyName(kind, text)) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const bucketLabels = [...bounds.map(String), "+Inf"].map((le) => named(bucket, [...tags, ["le", le]]));
  const [sumLabels, countLabels] = [named(sumName, tags), named(countName, tags)];
  const [meanLabels, upperLabels] = [named(mean, tags), named(upper, tags)];
  const counts = new Float64Array(bounds.length + 1);
  const values = createReservoir(budget);
  let sum = 0;
  let count = 0;
  return {
    take(given, rate) {
      const value = given / scale;
      const weight = 1 / rate;
      if (!Number.isFinite(sum + value * weight) || !Number.isFinite(count + weight)) return OUT_OF_RANGE;
      let at = 0;
      while (at < bounds.length && value > bounds[at]!) at++;
      counts[at]! += weight;
      sum += value * weight;
      count += weight;
      values.add(value);
      return undefined;
    },
    takeMember: noMember,
    write(out, sealedMs, zeroMs) {
      let below = 0;
      for (let i = 0; i < counts.length; i++) {
        below += counts[i]!;
        writeTotal(out, bucketLabels[i]!, sealedMs, below, zeroMs);
      }
      writeTotal(out, sumLabels, sealedMs, sum, zeroMs);
      // The same sum as the last bucket's, in the same order, so that rounding never tells them apart.
      writeTotal(out, countLabels, sealedMs, below, zeroMs);
      const lowest = values.take(0.9);
      if (Number.isNaN(lowest.upper)) return;
      writeOne(out, meanLabels, sealedMs, lowest.mean);
      writeOne(out, upperLabels, sealedMs, lowest.upper);
    },
    release: () => values.release(),
  };
}
