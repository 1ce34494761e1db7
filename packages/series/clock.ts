/** Stops a timer or a subscription; calling it again does nothing. */
export type Undo = () => void;

/**
 * Time as an argument. Everything that needs the time or a timer takes a Clock; only this file touches the
 * machine's, so that tests can turn the hands themselves.
 */
export interface Clock {
  /** Milliseconds since the epoch; may jump when the machine's clock is set. */
  now(): number;
  /** Milliseconds since some start; never goes back. */
  monotonicMs(): number;
  /** Calls `fn` once after `ms`. */
  after(ms: number, fn: () => void): Undo;
  /** Calls `fn` each `ms`, first after `ms`. */
  every(ms: number, fn: () => void): Undo;
}

/** The machine's clock. Timers do not keep a Node process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms);
    letExit(timer);
    return () => clearTimeout(timer);
  },
  every(ms, fn) {
    const timer = setInterval(fn, ms);
    letExit(timer);
    return () => clearInterval(timer);
  },
};

function letExit(timer: unknown): void {
  if (typeof timer === "object" && timer !== null && "unref" in timer) (timer as { unref(): void }).unref();
}

/** A clock that starts at the time of another and goes `factor` times as fast; its timers come so much earlier. */
export function fasterClock(clock: Clock, factor: number): Clock {
  const [startMs, startedAt] = [clock.now(), clock.monotonicMs()];
  return {
    now: () => startMs + (clock.now() - startMs) * factor,
    monotonicMs: () => startedAt + (clock.monotonicMs() - startedAt) * factor,
    after: (ms, fn) => clock.after(ms / factor, fn),
    every: (ms, fn) => clock.every(ms / factor, fn),
  };
}

interface Alarm {
  atMs: number;
  everyMs: number | undefined;
  fn: () => void;
}

/** A clock that stands still until it is turned: timers run in order of their time, at exactly that time. */
export function manualClock(startMs = 0) {
  let nowMs = startMs;
  let elapsedMs = 0;
  const alarms = new Set<Alarm>();

  function set(alarm: Alarm): Undo {
    alarms.add(alarm);
    return () => void alarms.delete(alarm);
  }

  function nextBy(deadlineMs: number): Alarm | undefined {
    let next: Alarm | undefined;
    for (const alarm of alarms) {
      if (alarm.atMs <= deadlineMs && (next === undefined || alarm.atMs < next.atMs)) next = alarm;
    }
    return next;
  }

  return {
    now: () => nowMs,
    monotonicMs: () => elapsedMs,
    after: (ms: number, fn: () => void) => set({ atMs: elapsedMs + ms, everyMs: undefined, fn }),
    every: (ms: number, fn: () => void) =>
      set({ atMs: elapsedMs + Math.max(1, ms), everyMs: Math.max(1, ms), fn }),
    /** Lets `ms` pass, running what falls due. */
    advance(ms: number): void {
      const deadlineMs = elapsedMs + ms;
      for (let alarm = nextBy(deadlineMs); alarm !== undefined; alarm = nextBy(deadlineMs)) {
        const passedMs = Math.max(0, alarm.atMs - elapsedMs);
        elapsedMs += passedMs;
        nowMs += passedMs;
        if (alarm.everyMs === undefined) alarms.delete(alarm);
        else alarm.atMs += alarm.everyMs;
        alarm.fn();
      }
      nowMs += deadlineMs - elapsedMs;
      elapsedMs = deadlineMs;
    },
    /** Sets the wall clock as an operator or NTP would; no time passes for timers. */
    jumpTo(timeMs: number): void {
      nowMs = timeMs;
    },
  } satisfies Clock & Record<string, unknown>;
}
