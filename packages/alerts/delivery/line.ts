import type { WaitingNotice } from "@mission-control/contracts";

/** Messages that one channel is sent at once, while it takes them. */
const AT_ONCE = 4;

/** A notice in a channel's line. Times here are monotonic, so that a clock that is set moves nothing. */
export interface Entry extends Omit<WaitingNotice, "tries"> {
  tries: number;
  dueAtMs: number;
  isUnderWay: boolean;
}

/**
 * The notices that wait for one channel. Those of a group go one after another, in their order; those of other groups do not wait
 * for them. While a channel fails it rests between attempts and is tried with one message at a time, however many wait.
 */
export function createLine() {
  /** Each group's notices, the oldest first. */
  const groups = new Map<string, Entry[]>();
  let waiting = 0;
  let underWay = 0;
  let failures = 0;
  let restUntilMs = 0;

  return {
    get waiting() {
      return waiting;
    },
    /** How often in a row it could not be reached. */
    get failures() {
      return failures;
    },

    add(notice: WaitingNotice, dueAtMs: number): void {
      const entries = groups.get(notice.group);
      const known = entries?.find(({ id }) => id === notice.id);
      if (known !== undefined) {
        // Asked for by hand, while it waited.
        Object.assign(known, notice, { dueAtMs });
        restUntilMs = 0;
        return;
      }
      const entry = { ...notice, dueAtMs, isUnderWay: false };
      if (entries === undefined) groups.set(notice.group, [entry]);
      else entries.splice(entries.findLastIndex(({ seq }) => seq < notice.seq) + 1, 0, entry);
      waiting++;
    },

    /** The next that may be sent now, which is under way from then on. */
    take(atMs: number): Entry | undefined {
      if (atMs < restUntilMs || underWay >= (failures > 0 ? 1 : AT_ONCE)) return undefined;
      let next: Entry | undefined;
      for (const [entry] of groups.values()) {
        if (entry === undefined || entry.isUnderWay || entry.dueAtMs > atMs) continue;
        if (next === undefined || isBefore(entry, next)) next = entry;
      }
      if (next === undefined) return undefined;
      next.isUnderWay = true;
      underWay++;
      return next;
    },

    /** When the next can be taken, if not by an end of what is under way. */
    nextAtMs(): number | undefined {
      if (underWay >= (failures > 0 ? 1 : AT_ONCE)) return undefined;
      let soonest = Number.POSITIVE_INFINITY;
      for (const [entry] of groups.values())
        if (entry !== undefined && !entry.isUnderWay) soonest = Math.min(soonest, entry.dueAtMs);
      return soonest === Number.POSITIVE_INFINITY ? undefined : Math.max(soonest, restUntilMs);
    },

    /** It was sent or given up: the channel answered. */
    done(entry: Entry, isReached: boolean): void {
      if (isReached) failures = 0;
      underWay--;
      waiting--;
      const left = groups.get(entry.group)?.filter((other) => other !== entry) ?? [];
      if (left.length === 0) groups.delete(entry.group);
      else groups.set(entry.group, left);
    },

    /** It is to be tried again at `dueAtMs`, and nothing is sent before `restUntil`. */
    again(entry: Entry, dueAtMs: number, restUntil: number): void {
      failures++;
      underWay--;
      entry.isUnderWay = false;
      entry.tries++;
      entry.dueAtMs = dueAtMs;
      restUntilMs = restUntil;
    },
  };
}

/** See `createLine`. */
export type Line = ReturnType<typeof createLine>;

const isBefore = (a: Entry, b: Entry) => (a.dueAtMs === b.dueAtMs ? a.seq < b.seq : a.dueAtMs < b.dueAtMs);
