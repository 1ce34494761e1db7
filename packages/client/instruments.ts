import { cleanMember, type MetricLine } from "./metric-line.ts";
import type { Packets } from "./packets.ts";
import { createReservoir } from "./reservoir.ts";

/** Values and members that a series keeps before they are written ahead of time. */
const MOST_KEPT = 1_000;
const MEMBER_BYTES = 400;

/** A series that gathers between two flushes. */
export interface Instrument {
  /** Takes a value; false where it is none that this series can have. */
  take(value: number): boolean;
  /** Writes what was gathered. */
  write(out: Packets): void;
}

/** What the instruments are made with: where to write ahead of time, and how to be asked at the next flush. */
export interface Surroundings {
  readonly out: Packets;
  /** Asks for one `write` at the next flush. */
  onDirty(instrument: Pick<Instrument, "write">): void;
}

/** Adds up what is 0 or more. */
export function createCounter({ head, tail }: MetricLine, { onDirty }: Surroundings): Instrument {
  let total = 0;
  const counter: Instrument = {
    take(by) {
      if (!(by >= 0 && by < Number.POSITIVE_INFINITY)) return false;
      if (total === 0 && by > 0) onDirty(counter);
      total += by;
      return true;
    },
    write(out) {
      const sum = Math.min(total, Number.MAX_VALUE);
      total = 0;
      out.add(`${head}${sum}|c${tail}`);
    },
  };
  return counter;
}

/** Keeps the last level. */
export function createGauge({ head, tail }: MetricLine, { onDirty }: Surroundings): Instrument {
  let level = Number.NaN;
  const gauge: Instrument = {
    take(value) {
      if (!Number.isFinite(value)) return false;
      if (Number.isNaN(level)) onDirty(gauge);
      level = value;
      return true;
    },
    write(out) {
      // A sign means a change in StatsD: what lies below zero is reached by way of zero.
      if (level < 0) out.add(`${head}0|g${tail}\n${head}${level}|g${tail}`, 2);
      else out.add(`${head}${level}|g${tail}`);
      level = Number.NaN;
    },
  };
  return gauge;
}

/** Times in ms, to the microsecond. */
const inMicroseconds = (ms: number) => Math.round(ms * 1_000) / 1_000;
const isTime = (ms: number) => ms >= 0 && ms < Number.MAX_VALUE / 1_000;

/** Keeps every value, in ms. */
export function createTimer({ head, tail }: MetricLine, { out: ahead, onDirty }: Surroundings): Instrument {
  const values: number[] = [];
  const timer: Instrument = {
    take(ms) {
      if (!isTime(ms)) return false;
      if (values.length === 0) onDirty(timer);
      values.push(inMicroseconds(ms));
      // One stays, so that the flush that was asked for is still due.
      if (values.length > MOST_KEPT) ahead.addValues(head, values.splice(1), MOST_KEPT, `|ms${tail}`);
      return true;
    },
    write(out) {
      out.addValues(head, values, values.length, `|ms${tail}`);
      values.length = 0;
    },
  };
  return timer;
}

/** Keeps at most `size` values, in ms, of each window. The caller writes it when a window ends. */
export function createSampledTimer(
  { head, tail }: MetricLine,
  size: number,
  random?: () => number,
): Instrument {
  const reservoir = createReservoir(size, random);
  return {
    take(ms) {
      if (!isTime(ms)) return false;
      reservoir.add(inMicroseconds(ms));
      return true;
    },
    write(out) {
      reservoir.take((values, kept, rate) => {
        out.addValues(head, values, kept, rate === 1 ? `|ms${tail}` : `|ms|@${rate}${tail}`);
      });
    },
  };
}

/** Keeps different members. */
export function createSet({ head, tail }: MetricLine, { out: ahead, onDirty }: Surroundings) {
  const members = new Set<string>();
  const set = {
    take(member: string): boolean {
      if (member === "" || member.length > MEMBER_BYTES || Buffer.byteLength(member) > MEMBER_BYTES)
        return false;
      if (members.size === 0) onDirty(set);
      else if (members.size > MOST_KEPT) {
        for (const one of members) ahead.add(`${head}${one}|s${tail}`);
        members.clear();
      }
      members.add(cleanMember(member));
      return true;
    },
    write(out: Packets) {
      for (const member of members) out.add(`${head}${member}|s${tail}`);
      members.clear();
    },
  };
  return set;
}
