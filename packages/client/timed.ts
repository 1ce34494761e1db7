import type { Clock } from "@mission-control/series";

/** Runs `fn` and gives `take` the ms until it returned, or until its promise settled. */
export function timed<T>(clock: Clock, fn: () => T, take: (ms: number) => void): T {
  const startMs = clock.monotonicMs();
  const done = () => take(clock.monotonicMs() - startMs);
  let result: T;
  try {
    result = fn();
  } catch (error) {
    done();
    throw error;
  }
  if (result instanceof Promise) void result.then(done, done);
  else done();
  return result;
}
