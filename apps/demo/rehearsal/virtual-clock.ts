import type { Clock, Undo } from "@mission-control/series";
import { type Alarm, createAlarms } from "./alarms.ts";

/**
 * A clock on which time passes only when everything has settled: `runUntil` rings the alarms in order of their time, and of
 * equal times in the order in which they were set, and after each one lets every promise settle before the next. What waits
 * for the machine (a socket, a disk) is not waited for: of that there must be nothing.
 */
export function createVirtualClock(startMs: number) {
  const alarms = createAlarms();
  let elapsedMs = 0;
  let order = 0;

  function set(atMs: number, ring: () => void): Alarm {
    const alarm: Alarm = { atMs, order: order++, ring, isOff: false };
    alarms.add(alarm);
    return alarm;
  }

  return {
    /** In whole milliseconds, as the machine's. */
    now: () => Math.floor(startMs + elapsedMs),
    monotonicMs: () => elapsedMs,
    after(ms: number, fn: () => void): Undo {
      const alarm = set(elapsedMs + Math.max(0, ms), fn);
      return () => {
        alarm.isOff = true;
      };
    },
    every(ms: number, fn: () => void): Undo {
      const gapMs = Math.max(1, ms);
      let alarm = set(elapsedMs + gapMs, ring);
      function ring(): void {
        alarm = set(alarm.atMs + gapMs, ring);
        fn();
      }
      return () => {
        alarm.isOff = true;
      };
    },
    /** Lets time pass until `untilMs` after the start, and all that was to happen until then. */
    async runUntil(untilMs: number): Promise<void> {
      await settled();
      for (let next = alarms.takeNext(untilMs); next !== undefined; next = alarms.takeNext(untilMs)) {
        elapsedMs = Math.max(elapsedMs, next.atMs);
        next.ring();
        await settled();
      }
      elapsedMs = Math.max(elapsedMs, untilMs);
    },
  } satisfies Clock & Record<string, unknown>;
}

/** Node runs what promises wait for, all of it, before it comes to an immediate. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
