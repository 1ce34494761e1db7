import type { Settings } from "@mission-control/contracts";
import { createRecent } from "@mission-control/pipeline";
import type { Clock } from "@mission-control/series";
import {
  createCompaction,
  createDrain,
  createForwards,
  joinEvents,
  joinReaders,
  openHistory,
  openRecords,
  openSpool,
} from "@mission-control/store";
import { createPast } from "../past.ts";
import { createReadApart } from "../stores/read-apart.ts";
import { createStores } from "../stores/stores.ts";

/** See `openKeeping`. */
export type Keeping = Awaited<ReturnType<typeof openKeeping>>;

/**
 * Where all is kept: on disk (the spool, history, records), in memory, and in other stores; with one reader over disk and
 * memory, and what moves data from one to the next. Nothing moves before its `start`.
 */
export async function openKeeping(options: {
  settings: Settings;
  clock: Clock;
  dataDir: string;
  /** The file of the thread that reads long answers of other stores. */
  worker: string;
  /** Hears at once of what has to be closed should the start fail. */
  ifStartFails: (close: () => unknown) => void;
}) {
  const { settings, clock, dataDir, worker, ifStartFails } = options;
  const history = await openHistory({ dir: dataDir, clock });
  const spool = openSpool({
    dir: dataDir,
    clock,
    maxBytes: settings.spoolMegabytes * 2 ** 20,
    afterSeq: history.appliedSeq(),
  });
  const records = await openRecords({ dir: dataDir, clock });
  const recent = createRecent({ clock, keepMs: settings.recent, stepMs: settings.step });
  const reader = joinReaders({
    recent: { ...recent.series, coversFromMs: recent.coversFromMs },
    history: history.series,
  });
  const events = joinEvents({
    recent: { find: recent.events.find, coversFromMs: recent.eventsCoverFromMs },
    history: history.events,
  });
  const readApart = createReadApart({ file: worker });
  ifStartFails(readApart.close);
  const stores = createStores({ settings: settings.series.stores, clock, readLong: readApart.read });
  const forwards = createForwards({
    stores: stores.written(),
    spool,
    durableSeq: history.durableSeq,
    dir: dataDir,
    clock,
  });
  const isHistoryThere = () => history.problems().every(({ code }) => code !== "history_away");
  const past = createPast(clock, isHistoryThere);
  const drain = createDrain({
    spool,
    history: {
      ...history,
      /** What is older than memory can be read from here on, whenever it was accepted. */
      async apply(batches) {
        await history.apply(batches);
        for (const { samples } of batches) if (samples !== undefined) past.saw(samples);
      },
    },
    clock,
    sentSeq: forwards.sentSeq,
  });
  const compaction = createCompaction({ history, clock });
  return {
    spool,
    history,
    records,
    recent,
    /** Samples, and events, of memory and history together. */
    reader,
    find: events.find,
    stores,
    forwards,
    drain,
    compaction,
    past,
    /** Ends the thread that reads long answers. */
    closeThread: readApart.close,
  };
}
