import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "@mission-control/series";

/** How long evaluation, or sending, may hold the process before others get a turn. */
const TURN_MS = 10;

/** Lets others have their turn where this one has been long. */
export function createTurns(clock: Clock) {
  let beganMs = clock.monotonicMs();
  return {
    async mayPass(): Promise<void> {
      if (clock.monotonicMs() - beganMs <= TURN_MS) return;
      await nextTurn();
      beganMs = clock.monotonicMs();
    },
  };
}
