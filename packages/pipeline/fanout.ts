import type { Batch, SinkStatus } from "@mission-control/contracts";

/** Somewhere that accepted batches go. `capacity` is how many may wait for it. */
export interface Sink {
  readonly name: string;
  readonly capacity: number;
  take(batch: Batch): void | Promise<void>;
}

/**
 * Hands each batch to every sink, each behind its own bounded queue, one batch at a time and in order. A sink that is
 * slow loses its oldest waiting batches, one that throws loses that batch; both are counted and touch no other sink.
 */
export function createFanout(sinks: readonly Sink[]) {
  const lines = sinks.map(createLine);
  return {
    push(batch: Batch): void {
      for (const line of lines) line.push(batch);
    },
    /** What waits, and what was dropped, sink by sink. */
    status: (): SinkStatus[] => lines.map((line) => line.status()),
    /** Why sinks threw last, sink by sink; those that never threw are left out. */
    lastErrors: (): { name: string; error: unknown }[] => lines.flatMap((line) => line.lastError()),
    /** Resolves when no batch waits for any sink. A sink that hangs keeps it waiting. */
    drained: async (): Promise<void> => {
      await Promise.all(lines.map((line) => line.drained()));
    },
  };
}

function createLine(sink: Sink) {
  const waiting: Batch[] = [];
  let dropped = 0;
  let error: unknown;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    // So that no sink's own work delays the caller or the other sinks' queues.
    await Promise.resolve();
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      try {
        await sink.take(batch);
      } catch (thrown) {
        dropped++;
        error = thrown;
      }
    }
    running = undefined;
  }

  return {
    push(batch: Batch): void {
      waiting.push(batch);
      if (waiting.length > sink.capacity) {
        waiting.shift();
        dropped++;
      }
      running ??= run();
    },
    status: (): SinkStatus => ({ name: sink.name, waiting: waiting.length, dropped }),
    lastError: () => (error === undefined ? [] : [{ name: sink.name, error }]),
    drained: async (): Promise<void> => {
      while (running !== undefined) await running;
    },
  };
}
