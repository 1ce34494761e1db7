import { Refusal } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  wrap,
} from "cockatiel";

const FAILURES_TO_OPEN = 5;
const HALF_OPEN_MS = 10_000;
const RETRIES = 2;

/**
 * Bears with a store that fails: a connection that broke is tried again, and after five failures in a row nothing is asked
 * for 10 s, then one request alone. A failure is a Refusal `store_away`; everything else passes through and counts nothing.
 */
export function createPolicy(clock: Clock) {
  let failing: { sinceMs: number; reason: string } | undefined;
  const breaker = circuitBreaker(handleWhen(isAway), {
    halfOpenAfter: HALF_OPEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
  });
  const again = retry(handleWhen(isBrokenOff), {
    maxAttempts: RETRIES,
    backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1_000 }),
  });
  const both = wrap(again, breaker);

  return {
    /** Runs a request. `alone` says that it is the one by which an away store is tried: it must come to its end. */
    async run<T>(request: (alone: boolean) => Promise<T>): Promise<T> {
      try {
        return await both.execute(async () => {
          const alone = breaker.state !== CircuitState.Closed;
          try {
            const answer = await request(alone);
            failing = undefined;
            return answer;
          } catch (error) {
            if (isAway(error as Error)) {
              failing = { sinceMs: failing?.sinceMs ?? clock.now(), reason: (error as Error).message };
            }
            throw error;
          }
        });
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        throw new Refusal("store_away", `${failing?.reason ?? "it failed"}; it is asked again within 10 s`);
      }
    },
    /** Since when it fails and why, once it has failed often enough that it is left alone. */
    away: () => (breaker.state === CircuitState.Closed ? undefined : failing),
  };
}

const isAway = (error: Error): boolean => error instanceof Refusal && error.code === "store_away";

/** fetch tells of a connection that could not be made or broke with a TypeError. */
const isBrokenOff = (error: Error): boolean => isAway(error) && error.cause instanceof TypeError;
