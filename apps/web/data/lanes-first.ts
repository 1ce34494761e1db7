import type { Clock } from "@mission-control/series";

/** A wall may have no lanes, or such that take long: nothing waits longer than this. */
const MOST_MS = 1_000;

let waited: Promise<void> | undefined;
let asked = () => {};

/** From now on what stands beside lanes waits for the first of them to have their past. */
export function letLanesAskFirst(clock: Clock): void {
  const first = new Promise<void>((over) => {
    asked = over;
  });
  waited = first;
  const stop = clock.after(MOST_MS, asked);
  void first.then(() => {
    stop();
    if (waited === first) waited = undefined;
  });
}

/** Lanes have their past: nothing waits any longer. */
export const lanesHaveAsked = (): void => asked();

/**
 * What a wall shows beside its lanes waits for this before it asks. A browser has six connections to a server over
 * HTTP/1.1, of which the stream holds one: what asks before the lanes do holds them up by its whole way to and fro.
 */
export const afterLanes = async (): Promise<void> => waited;
