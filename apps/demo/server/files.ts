import type { Clock, Undo } from "@mission-control/series";

/** The most files that an instance may have open (`ulimit -n`). */
export const FILE_LIMIT = 256;
const TURN_MS = 1_000;

/**
 * The files that an instance opens and forgets to close: `filesPerMinute` of them, up to the limit. `open` opens one and
 * gives what closes it; where it is left out they are only counted.
 */
export function createFiles(options: { clock: Clock; filesPerMinute: () => number; open?: () => Undo }) {
  const { clock, open = () => () => {} } = options;
  const forgotten: Undo[] = [];
  let due = 0;
  const stop = clock.every(TURN_MS, () => {
    for (due += (options.filesPerMinute() * TURN_MS) / 60_000; due >= 1; due--) {
      if (forgotten.length < FILE_LIMIT) forgotten.push(open());
    }
  });
  return {
    count: () => forgotten.length,
    atLimit: () => forgotten.length >= FILE_LIMIT,
    stop(): void {
      stop();
      for (const close of forgotten.splice(0)) close();
    },
  };
}
