import type { Clock, Undo } from "@mission-control/series";
import { capacity } from "../company/capacity.ts";

/** Files that a healthy instance has open. */
const AT_REST = 12;
const TURN_MS = 1_000;

/**
 * The files that an instance opens and forgets to close: `filesPerMinute` of them, up to the limit. `open` opens one and
 * gives what closes it; where it is left out they are only counted.
 */
export function createFiles(options: { clock: Clock; filesPerMinute: () => number; open?: () => Undo }) {
  const { clock, open = () => () => {} } = options;
  const forgotten: Undo[] = [];
  const count = () => AT_REST + forgotten.length;
  const atLimit = () => count() >= capacity.openFiles;
  let due = 0;
  const stop = clock.every(TURN_MS, () => {
    for (due += (options.filesPerMinute() * TURN_MS) / 60_000; due >= 1; due--) {
      if (!atLimit()) forgotten.push(open());
    }
  });
  return {
    /** How many are open, with those that are in use. */
    count,
    /** No more can be opened. */
    atLimit,
    stop(): void {
      stop();
      for (const close of forgotten.splice(0)) close();
    },
  };
}
