import { rmSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Status } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { createReads } from "../adapters/duckdb-reads.ts";
import { createGate } from "../adapters/gate.ts";
import { adoptDays } from "./adopt.ts";
import {
  readCatalog,
  recordDay,
  removeEmptyDay,
  removeGeneration,
  removeStrays,
  withoutMissing,
} from "./catalog.ts";
import { checksumsOf, readChecksums, recordChecksums } from "./checksums.ts";
import { findDamaged, forgetDamaged, SealedFault, setAside } from "./damage.ts";
import { DAY_MS, dayEndMs, LEVELS, type SealedFile, sealedFolder, sealedName, seriesName } from "./days.ts";
import type { Forgetting } from "./forget.ts";
import { writeDay } from "./seal-day.ts";

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
  clock: Clock;
  current: () => Opened;
  /** Runs in a transaction, in turn with all other writes; what it returns is done once that is through. */
  write: (job: (writer: DuckDBConnection) => Promise<() => void>) => Promise<void>;
  /** Resolves once nothing reads what was there before this was called. */
  readsSettled: () => Promise<unknown>;
  checkpoint: () => Promise<void>;
}) {
  const { dir, clock, current, write, readsSettled, checkpoint } = options;
  const problems: Status["problems"] = [];
  let stopping = new AbortController();
  const apart = createReads(1);
  const oneByOne = createGate(1);
  /** Recorded no more, but until a checkpoint a damaged log would bring the database back to where it recorded them. */
  let retired: SealedFile[] = [];
  const removals = new Set<Promise<void>>();
  const sealed = new Set<number>();
  let generation = 0;
  /** What was forgotten while a day was being written is in its files, and does not count. */
  let forgottenMs = 0;

  /** Removes files that nothing records any more, once nothing reads them. */
  function remove(files: readonly SealedFile[]): void {
    if (files.length === 0) return;
    const removal = readsSettled()
      .then(() => {
        for (const file of files)
          for (const name of [sealedName(file), seriesName(file)])
            rmSync(join(sealedFolder(dir), name), { force: true });
        for (const day of new Set(files.map((file) => file.day))) removeEmptyDay(dir, day);
      })
      // What cannot be removed now is removed at the next start.
      .catch(() => {})
      .finally(() => removals.delete(removal));
    removals.add(removal);
  }

  async function seal(day: number, asked?: AbortSignal): Promise<void> {
    const on = current();
    const next = ++generation;
    forgottenMs = 0;
    const signal = AbortSignal.any([stopping.signal, ...(asked === undefined ? [] : [asked])]);
    // What the day's earlier files hold goes into the new ones.
    await verify(day, signal);
    const written = await apart
      .run(
        () => on.instance,
        (connection) => writeDay(connection, { dir, day, generation: next, signal }),
        signal,
      )
      .catch(async (error: unknown) => {
        removeGeneration(dir, day, next);
        // Where an earlier file of the day is the cause, the next try does without it.
        if (!signal.aborted && error instanceof SealedFault) await setAsideDamaged(error.files);
        throw error instanceof SealedFault ? error.cause : error;
      });
    if (written === undefined) return;
    const sums = await checksumsOf(dir, written.files, signal);
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
      await recordChecksums(writer, sums);
      return () => {
        retired.push(...(isForgotten ? [...before, ...written.files] : before));
        if (isForgotten) sealed.delete(day);
        else sealed.add(day);
      };
    });
    // Until then the database keeps in memory which rows are gone.
    await checkpoint();
  }

  /** Sets aside which of some files cannot be read to their end, and says so. Gives whether there were any. */
  async function setAsideDamaged(suspects: readonly SealedFile[]): Promise<boolean> {
    const on = current();
    const damaged = await apart.run(
      () => on.instance,
      (connection) => findDamaged(connection, dir, suspects),
    );
    if (damaged.length === 0) return false;
    await strikeOut(damaged);
    return true;
  }

  /** Reads the files of a day, and sets aside those whose bytes are not as they were written; of others it learns how they are. */
  async function verify(day: number, signal: AbortSignal): Promise<void> {
    const on = current();
    const [files, known] = await apart.run(
      () => on.instance,
      async (connection) =>
        [await readCatalog(connection, day, day), await readChecksums(connection)] as const,
    );
    const sums = await checksumsOf(dir, files, signal);
    const wasOf = (file: SealedFile) => known.get(sealedName(file));
    const damaged = files.filter((file) => {
      const [was, is] = [wasOf(file), sums.get(sealedName(file))];
      return was !== undefined && is !== undefined && was !== is;
    });
    if (damaged.length > 0) await strikeOut(damaged);
    if (files.some((file) => wasOf(file) === undefined && !damaged.includes(file)))
      await write(async (writer) => {
        if (writer === on.writer) await recordChecksums(writer, sums);
        return () => {};
      });
  }

  async function strikeOut(damaged: readonly SealedFile[]): Promise<void> {
    await write(async (writer) => {
      const gone = await forgetDamaged(writer, damaged);
      return () => {
        problems.push(...gone.flatMap((file) => setAside(dir, file, clock.now()) ?? []));
      };
    });
  }

  return {
    /** To be called with each opening of the database: finds what is there, and removes what does not count. */
    async opened(writer: DuckDBConnection): Promise<void> {
      stopping = new AbortController();
      retired = [];
      problems.push(...(await adoptDays(writer, dir, clock.now())));
      const files = await readCatalog(writer);
      const { sound, problems: missing } = withoutMissing(dir, files);
      problems.push(...missing);
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
    },
    /** The days of which samples wait, up to one of them, oldest first. @throws Refusal `store_away` */
    waiting: (throughDay: number): Promise<WaitingDay[]> =>
      apart.run(
        () => current().instance,
        async (connection) => {
          const found = await connection.run(
            `SELECT ceil(time / ${DAY_MS}.0)::BIGINT::INTEGER - 1 AS day, count(*)::DOUBLE FROM samples ` +
              `WHERE time > 0 AND time <= ${dayEndMs(throughDay)} GROUP BY day ` +
              `UNION ALL SELECT day, 0 FROM sealed_files GROUP BY day HAVING count(*) < ${LEVELS.length} * count(DISTINCT slice) ` +
              "ORDER BY day",
          );
          return ((await found.getRows()) as [number, number][]).map(([day, samples]) => ({ day, samples }));
        },
      ),
    /**
     * Seals a day: what waits of it goes into files, together with what its earlier files have.
     * @throws Refusal `store_away`; the signal's reason.
     */
    seal: (day: number, signal?: AbortSignal): Promise<void> => oneByOne(() => seal(day, signal)),
    /**
     * Reads the files of a day to see whether a disk has changed them: Parquet alone does not tell it of every byte. One that is
     * not as it was written is set aside, and said so. @throws Refusal `store_away`; the signal's reason.
     */
    verify: (day: number, signal: AbortSignal): Promise<void> =>
      oneByOne(() => verify(day, AbortSignal.any([stopping.signal, signal]))),
    /** To be told what was forgotten, and of the files that are recorded no more. */
    forgotten({ beforeMs, files }: Pick<Forgetting, "beforeMs" | "files">): void {
      forgottenMs = Math.max(forgottenMs, beforeMs);
      retired.push(...files);
      for (const { day } of files) sealed.delete(day);
    },
    /** To be told of each checkpoint. */
    checkpointed(): void {
      remove(retired);
      retired = [];
    },
    setAsideDamaged,
    /** What was lost, in words. */
    problems: (): Status["problems"] => problems,
    /** The days that lie in files. */
    sealedDays: (): number[] => [...sealed],
    /** How many they are. */
    days: () => sealed.size,
    /** Interrupts what runs, and waits for its end and that of all removals. */
    async stop(): Promise<void> {
      stopping.abort(new Error("history is being closed"));
      await apart.stop();
      await Promise.all(removals);
    },
  };
}

export type Sealing = ReturnType<typeof createSealing>;
