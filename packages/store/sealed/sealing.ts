import { rmSync } from "node:fs";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Status } from "@mission-control/contracts";
import { createReads } from "../adapters/duckdb-reads.ts";
import { createGate } from "../adapters/gate.ts";
import { readCatalog, recordDay, removeStrays, withoutMissing } from "./catalog.ts";
import { DAY_MS, dayEndMs, type SealedFile } from "./days.ts";
import type { Forgetting } from "./forget.ts";
import { writeDay } from "./seal-day.ts";
import { pathsOf } from "./wanted.ts";

/** A day of which samples wait in the table, and whether files have others of it. */
export interface WaitingDay {
  readonly day: number;
  readonly samples: number;
}

/** The database while it is open. */
interface Opened {
  readonly instance: DuckDBInstance;
  readonly writer: DuckDBConnection;
}

/**
 * Moves days from the table into files. It has a connection of its own, so that neither reading nor writing waits for it but
 * for the moment in which the files take the rows' place.
 */
export function createSealing(options: {
  dir: string;
  current: () => Opened;
  /** Runs in a transaction, in turn with all other writes; what it returns is done once that is through. */
  write: (job: (writer: DuckDBConnection) => Promise<() => void>) => Promise<void>;
  /** Resolves once nothing reads what was there before this was called. */
  readsSettled: () => Promise<unknown>;
}) {
  const { dir, current, write, readsSettled } = options;
  const apart = createReads(1);
  const oneByOne = createGate(1);
  const removals = new Set<Promise<void>>();
  const sealed = new Set<number>();
  let generation = 0;
  /** What was forgotten while a day was being written is in its files, and does not count. */
  let forgottenMs = 0;

  /** Removes files that nothing records any more, once nothing reads them. */
  function retire(files: readonly SealedFile[]): void {
    if (files.length === 0) return;
    const removal = readsSettled().then(() => {
      for (const path of pathsOf(dir, files)) rmSync(path, { force: true });
    });
    removals.add(removal);
    void removal.finally(() => removals.delete(removal));
  }

  async function seal(day: number, signal?: AbortSignal): Promise<void> {
    const on = current();
    const next = ++generation;
    forgottenMs = 0;
    const written = await apart.run(
      () => on.instance,
      (connection) => writeDay(connection, { dir, day, generation: next, signal }),
      signal,
    );
    if (written === undefined) return;
    await write(async (writer) => {
      // Where the database was opened anew meanwhile, the files were strays then.
      if (writer !== on.writer) return () => {};
      const before = await readCatalog(writer, day, day);
      const isForgotten = dayEndMs(day) < forgottenMs;
      const files = isForgotten ? [] : written.files.map((file) => ({ ...file, fromMs: forgottenMs }));
      await writer.run(
        `DELETE FROM samples WHERE time > ${day * DAY_MS} AND time <= ${dayEndMs(day)} AND position <= ${written.throughPosition}`,
      );
      await recordDay(writer, day, files);
      return () => {
        retire(isForgotten ? [...before, ...written.files] : before);
        if (isForgotten) sealed.delete(day);
        else sealed.add(day);
      };
    });
  }

  return {
    /** To be called with each opening of the database: finds what is there, and removes what does not count. */
    async opened(writer: DuckDBConnection): Promise<Status["problems"]> {
      const files = await readCatalog(writer);
      const { sound, problems } = withoutMissing(dir, files);
      if (sound.length < files.length) {
        const days = new Set(files.filter((file) => !sound.includes(file)).map(({ day }) => day));
        for (const day of days)
          await recordDay(
            writer,
            day,
            sound.filter((file) => file.day === day),
          );
      }
      removeStrays(dir, sound);
      generation = Math.max(generation, ...sound.map((file) => file.generation));
      sealed.clear();
      for (const { day } of sound) sealed.add(day);
      return problems;
    },
    /** The days of which samples wait, up to one of them, oldest first. @throws Refusal `store_away` */
    waiting: (throughDay: number): Promise<WaitingDay[]> =>
      apart.run(
        () => current().instance,
        async (connection) => {
          const found = await connection.run(
            `SELECT ceil(time / ${DAY_MS}.0)::BIGINT::INTEGER - 1 AS day, count(*)::DOUBLE FROM samples ` +
              `WHERE time > 0 AND time <= ${dayEndMs(throughDay)} GROUP BY day ORDER BY day`,
          );
          return ((await found.getRows()) as [number, number][]).map(([day, samples]) => ({ day, samples }));
        },
      ),
    /**
     * Seals a day: what waits of it goes into files, together with what its earlier files have.
     * @throws Refusal `store_away`; the signal's reason.
     */
    seal: (day: number, signal?: AbortSignal): Promise<void> => oneByOne(() => seal(day, signal)),
    /** To be told what was forgotten, and of the files that are recorded no more. */
    forgotten({ beforeMs, files }: Pick<Forgetting, "beforeMs" | "files">): void {
      forgottenMs = Math.max(forgottenMs, beforeMs);
      retire(files);
      for (const { day } of files) sealed.delete(day);
    },
    /** How many days lie in files. */
    days: () => sealed.size,
    /** Interrupts what runs, and waits for its end and that of all removals. */
    async stop(): Promise<void> {
      await apart.stop();
      await Promise.all(removals);
    },
  };
}

export type Sealing = ReturnType<typeof createSealing>;
