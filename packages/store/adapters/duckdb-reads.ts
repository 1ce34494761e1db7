import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { createGate } from "./gate.ts";

/** Each running query holds one of libuv's four threads; files and names need some too. */
const READS_AT_ONCE = 2;

/**
 * Runs queries, at most `width` at once, each on a connection of its own, so that one can be interrupted without the others.
 */
export function createReads(width = READS_AT_ONCE) {
  const atOnce = createGate(width);
  const running = new Set<Promise<unknown>>();
  const connections = new Set<DuckDBConnection>();

  async function one<T>(
    instance: DuckDBInstance,
    job: (connection: DuckDBConnection) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const connection = await instance.connect();
    const stop = () => connection.interrupt();
    connections.add(connection);
    signal?.addEventListener("abort", stop, { once: true });
    try {
      signal?.throwIfAborted();
      return await job(connection);
    } finally {
      signal?.removeEventListener("abort", stop);
      connections.delete(connection);
      connection.closeSync();
    }
  }

  return {
    /**
     * Runs `job` once it is its turn. `instanceNow` is asked then.
     * @throws the signal's reason where it is aborted, before or while it runs.
     */
    run<T>(
      instanceNow: () => DuckDBInstance,
      job: (connection: DuckDBConnection) => Promise<T>,
      signal?: AbortSignal,
    ): Promise<T> {
      return atOnce(async () => {
        signal?.throwIfAborted();
        const reading = one(instanceNow(), job, signal);
        running.add(reading);
        try {
          return await reading;
        } finally {
          running.delete(reading);
          signal?.throwIfAborted();
        }
      });
    },
    /** Resolves once what runs now has come to its end. */
    settled: (): Promise<unknown> => Promise.allSettled(running),
    /** Interrupts what runs and waits for its end. The instance must be refused to new ones before. */
    async stop(): Promise<void> {
      for (const connection of connections) connection.interrupt();
      await Promise.allSettled(running);
    },
  };
}
