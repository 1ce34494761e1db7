import type { Clock } from "@mission-control/series";

/** How waiting ended: at a server, or with none in time. */
export interface Turn<Server> {
  readonly server: Server | undefined;
  /** How many were called since it came, itself with them. */
  readonly passed: number;
}

/** A queue, first come first served, bounded in length and in time. A full one turns away at once. */
export function createWaitingLine<Server>({
  clock,
  maxLength,
  timeoutMs,
}: {
  clock: Clock;
  maxLength: number;
  timeoutMs: number;
}) {
  const waiting = new Set<(server: Server | undefined) => void>();
  let called = 0;

  return {
    get length() {
      return waiting.size;
    },
    wait(): Promise<Turn<Server>> {
      const calledBefore = called;
      if (waiting.size >= maxLength) return Promise.resolve({ server: undefined, passed: 0 });
      return new Promise((resolve) => {
        const leave = (server: Server | undefined) => {
          cancel();
          waiting.delete(leave);
          if (server !== undefined) called++;
          resolve({ server, passed: called - calledBefore + (server === undefined ? 1 : 0) });
        };
        const cancel = clock.after(timeoutMs, () => leave(undefined));
        waiting.add(leave);
      });
    },
    /** Sends the first to a server. */
    callNext(server: Server): void {
      const [first] = waiting;
      first?.(server);
    },
  };
}
