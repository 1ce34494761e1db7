import { existsSync } from "node:fs";
import { BIGINT, type DuckDBConnection } from "@duckdb/node-api";
import {
  type Event,
  type EventStore,
  Refusal,
  type SeriesStore,
  type SpooledBatch,
  type Status,
} from "@mission-control/contracts";
import type { Clock, Samples } from "@mission-control/series";
import { SealedFault } from "../sealed/damage.ts";
import { type Forgetting, forget, planForgetting } from "../sealed/forget.ts";
import { findSeries } from "../sealed/known.ts";
import { createSealing, type Sealing } from "../sealed/sealing.ts";
import { selectTogether } from "../sealed/select.ts";
import { boundsOf } from "../sealed/wanted.ts";
import { type Dictionary, loadDictionary } from "./duckdb-dictionary.ts";
import { appendEvents, dropEventsBefore, findEvents } from "./duckdb-events.ts";
import { type DuckDbFile, isDamage, openDuckDbFile, walPath } from "./duckdb-file.ts";
import { createReads } from "./duckdb-reads.ts";
import { appendSamples } from "./duckdb-samples.ts";
import { createGate } from "./gate.ts";
import { createSharedSelects } from "./shared-selects.ts";

/** The database while it is open. */
interface Opened extends DuckDbFile {
  readonly dictionary: Dictionary;
  position: number;
  appliedSeq: number;
}

interface Content {
  readonly samples: readonly Samples[];
  readonly events: readonly Event[];
}

/** All samples and events, on disk. */
export interface History {
  readonly series: SeriesStore;
  readonly events: EventStore;
  /** Moves days that are over into files. */
  readonly sealing: Pick<Sealing, "waiting" | "seal" | "days" | "sealedDays" | "verify">;
  /** Takes batches from the spool, all or none, those it has already passed over. @throws Refusal `store_away` */
  apply(batches: readonly SpooledBatch[]): Promise<void>;
  /** The last batch that history has taken. */
  appliedSeq(): number;
  /** The last batch that a checkpoint has made safe from a damaged log: the spool may forget up to here. */
  durableSeq(): number;
  /** Moves the log into the database file. @throws Refusal `store_away` */
  checkpoint(): Promise<void>;
  /** How many series are known. */
  seriesCount(): number;
  /** What is wrong or was lost, in words. */
  problems(): Status["problems"];
  close(): Promise<void>;
}

/**
 * Opens history in `dir`: one DuckDB file. A damaged one is set aside and said so in `problems()`. Where a fault (a full disk)
 * makes DuckDB give itself up, it is opened again; while it cannot be opened, from the start too, everything is refused
 * with `store_away` and `problems()` says why.
 */
export async function openHistory(options: {
  dir: string;
  clock: Clock;
  memoryMegabytes?: number;
}): Promise<History> {
  const fileOptions = {
    dir: options.dir,
    clock: options.clock,
    memoryMegabytes: options.memoryMegabytes ?? 512,
  };
  const inTurn = createGate(1);
  const reads = createReads();
  const sealing = createSealing({
    dir: options.dir,
    clock: options.clock,
    current,
    write: (job) => write((on) => job(on.writer)),
    readsSettled: reads.settled,
    checkpoint: () => checkpoint(),
  });
  const problems: Status["problems"] = [];
  let opened: Opened | undefined;
  let away = "it is closed";
  let closed = false;
  let durableSeq = 0;
  let blockDamage: string | undefined;

  async function open(): Promise<Opened> {
    if (opened !== undefined) return opened;
    if (closed) throw new Error("it is closed");
    const file = await openDuckDbFile(fileOptions);
    problems.push(...file.problems);
    await sealing.opened(file.writer);
    const dictionary = await loadDictionary(file.writer);
    const numbers = await file.writer.run(
      "SELECT (SELECT coalesce(max(position) + 1, 0) FROM samples)::DOUBLE, (SELECT seq FROM applied)::DOUBLE",
    );
    const [position, appliedSeq] = (await numbers.getRows())[0] as [number, number];
    durableSeq = existsSync(walPath(options.dir)) ? Math.min(durableSeq, appliedSeq) : appliedSeq;
    opened = { ...file, dictionary, position, appliedSeq };
    return opened;
  }

  async function letGo(why: string): Promise<void> {
    const gone = opened;
    opened = undefined;
    away = why;
    if (gone === undefined) return;
    await Promise.all([reads.stop(), sealing.stop()]);
    gone.writer.closeSync();
    gone.instance.closeSync();
  }

  /** After a fault nothing in memory is to be trusted: what was committed is in the file, and it says up to where. */
  async function openAnew(cause: unknown): Promise<Refusal> {
    await letGo(messageOf(cause));
    try {
      await open();
    } catch (error) {
      away = messageOf(error);
    }
    return new Refusal("store_away", `history is away: ${messageOf(cause)}`, { cause });
  }

  /**
   * Runs `job` in a transaction; what it returns is done once that is through, before the next one begins. `plan` comes
   * before the transaction, and nothing is written in between.
   */
  function write<Plan>(
    job: (on: Opened, plan: Plan) => Promise<() => void>,
    plan: (on: Opened) => Promise<Plan> | undefined = () => undefined,
  ): Promise<void> {
    return inTurn(async () => {
      try {
        const on = await open();
        const planned = (await plan(on)) as Plan;
        await on.writer.run("BEGIN");
        const settle = await job(on, planned);
        await on.writer.run("COMMIT");
        settle();
      } catch (cause) {
        throw await openAnew(cause);
      }
    });
  }

  async function keep(
    on: Opened,
    { samples, events }: Content,
    lastSeq = on.appliedSeq,
  ): Promise<() => void> {
    on.position = await appendSamples(on.writer, on.dictionary, samples, on.position);
    await on.dictionary.writeStaged(on.writer);
    await appendEvents(on.writer, events);
    if (lastSeq !== on.appliedSeq) {
      await on.writer.run("UPDATE applied SET seq = $1", [BigInt(lastSeq)], [BIGINT]);
    }
    on.dictionary.settle();
    return () => {
      on.appliedSeq = lastSeq;
    };
  }

  function current(): Opened {
    if (opened === undefined) throw new Refusal("store_away", `history is away: ${away}`);
    return opened;
  }

  async function read<T>(
    job: (connection: DuckDBConnection, dictionary: Dictionary) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const run = (connection: DuckDBConnection) => job(connection, current().dictionary);
    try {
      try {
        return await reads.run(() => current().instance, run, signal);
      } catch (error) {
        // What is damaged is set aside, and the rest read.
        if (signal?.aborted || !(error instanceof SealedFault)) throw error;
        if (!(await sealing.setAsideDamaged(error.files))) throw error.cause;
        return await reads.run(() => current().instance, run, signal);
      }
    } catch (error) {
      throw signal?.aborted === true ? error : readFault(error instanceof SealedFault ? error.cause : error);
    }
  }

  function readFault(error: unknown): unknown {
    if (error instanceof Refusal) return error;
    if (isDamage(error)) blockDamage = messageOf(error);
    else if (/FATAL|invalidated/.test(String(error))) void inTurn(() => openAnew(error));
    return new Refusal("store_away", `history cannot be read: ${messageOf(error)}`, { cause: error });
  }

  const checkpoint = () =>
    inTurn(async () => {
      try {
        const on = await open();
        await on.writer.run("CHECKPOINT");
        durableSeq = on.appliedSeq;
        sealing.checkpointed();
      } catch (cause) {
        // Another connection is at work: nothing is lost, and the next turn tries again.
        if (/Cannot CHECKPOINT/.test(messageOf(cause))) return;
        throw await openAnew(cause);
      }
    });

  const close = () =>
    inTurn(async () => {
      // What a checkpoint cannot keep now, the log and the spool do.
      await opened?.writer.run("CHECKPOINT").catch(() => {});
      closed = true;
      await letGo("it is closed");
    });

  const select = createSharedSelects((sets, window, signal) =>
    read((on, dictionary) => {
      return selectTogether(on, dictionary, { dir: options.dir, ...window }, sets());
    }, signal),
  );

  await inTurn(async () => {
    await open().catch((error: unknown) => {
      away = messageOf(error);
    });
  });

  return {
    series: {
      select,
      series: (sets, startMs, endMs) =>
        read((on, dictionary) => findSeries(on, dictionary, { dir: options.dir, sets, startMs, endMs })),
      breadth: (matchers) => opened?.dictionary.find(matchers).length ?? 0,
      append: (samples) => write((on) => keep(on, { samples: [samples], events: [] })),
      dropBefore: (timeMs) =>
        write<Forgetting>(
          async (on, plan) => {
            const gone = await forget(on.writer, plan);
            return () => {
              on.dictionary.remove(gone);
              sealing.forgotten(plan);
            };
          },
          (on) => planForgetting(on.writer, options.dir, boundsOf(timeMs, timeMs).startMs),
        ),
      close,
    },
    sealing,
    events: {
      append: (events) => write((on) => keep(on, { samples: [], events })),
      find: (query) => read((on) => findEvents(on, query)),
      dropBefore: (timeMs, type) =>
        write(async (on) => {
          await dropEventsBefore(on.writer, timeMs, type);
          return () => {};
        }),
      close,
    },
    apply: (batches) =>
      write((on) => {
        const fresh = batches.filter((batch) => batch.seq > on.appliedSeq);
        const samples = fresh.flatMap((batch) => batch.samples ?? []);
        const events = fresh.flatMap((batch) => batch.events);
        return keep(on, { samples, events }, fresh.at(-1)?.seq);
      }),
    appliedSeq: () => opened?.appliedSeq ?? 0,
    durableSeq: () => durableSeq,
    checkpoint,
    seriesCount: () => opened?.dictionary.size ?? 0,
    problems() {
      const now = [...problems, ...sealing.problems()];
      if (opened === undefined) {
        now.push({
          code: "history_away",
          message: `History cannot be written (${away}). What comes in waits in the spool, and it is tried again.`,
        });
      }
      if (blockDamage !== undefined) {
        now.push({
          code: "history_block_damaged",
          message: `A part of history is damaged (${blockDamage}). Queries over that time fail; the rest is sound.`,
        });
      }
      return now;
    },
    close,
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
