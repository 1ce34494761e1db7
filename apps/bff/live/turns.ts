import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "@mission-control/series";

/** How long evaluation, or sending, may hold the process before others get a turn. */
const TURN_MS = 10;

/** Lets others have their turn where this one has been long, which is by default more than 10 ms. */
export function createTurns(clock: Clock, turnMs = TURN_MS) {
  let beganMs = clock.monotonicMs();
  return {
    async mayPass(): Promise<void> {
      if (clock.monotonicMs() - beganMs <= turnMs) return;
      await nextTurn();
      beganMs = clock.monotonicMs();
    },
  };
}
