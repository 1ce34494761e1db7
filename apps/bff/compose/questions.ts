import type { PromqlStore, Settings } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { createApart } from "../evaluate/apart.ts";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { createFunctions } from "../functions/functions.ts";
import { createPiped, isPiped } from "../functions/piped.ts";
import { createFunctionThread } from "../functions/thread.ts";
import type { Watched } from "../live/pairs.ts";
import type { Keeping } from "./keeping.ts";

/** See `createQuestions`. */
export type Questions = Awaited<ReturnType<typeof createQuestions>>;

/**
 * What answers a query, whoever asks: PromQL over what is kept, and the functions after it, with their threads.
 * @throws Error in words where a function of the settings cannot be used.
 */
export async function createQuestions(options: {
  settings: Settings;
  clock: Clock;
  keeping: Pick<Keeping, "reader" | "records" | "stores">;
  /** The files of the thread for long queries and of the threads for functions. */
  worker: string;
  functionsWorker: string;
  /** Hears at once of what has to be closed should the start fail. */
  ifStartFails: (close: () => unknown) => void;
}) {
  const { settings, clock, ifStartFails } = options;
  const { reader, records, stores } = options.keeping;
  const apart = createApart({ file: options.worker, clock });
  ifStartFails(() => apart.close());
  const evaluate = createEvaluate({ reader, clock, apart });
  // Two, so that no question, however long, holds up what is live.
  const functionThread = () => createFunctionThread({ file: options.functionsWorker, clock });
  const [askedThread, liveThread] = [functionThread(), functionThread()];
  ifStartFails(askedThread.close);
  ifStartFails(liveThread.close);
  const functions = await createFunctions({
    records: records.functions,
    settings: settings.functions,
    clock,
    checkCode: askedThread.check,
  });
  const piped = createPiped({ evaluate, functions: functions.all });
  const readerOf = (store: PromqlStore | undefined) =>
    piped.readerOf({ store, thread: askedThread, stepMs: settings.step });

  return {
    evaluate,
    functions,
    /** Queries that functions follow. */
    piped: {
      check: piped.check,
      versionOf: piped.versionOf,
      readerOf,
      /** As `readerOf`, for one text, which is looked at first. @throws PromqlError */
      checkedReaderOf(store: PromqlStore | undefined, text: string) {
        piped.check(text, store === undefined);
        return readerOf(store);
      },
      /** What answers a live lane; undefined where no function follows its query. @throws PromqlError */
      live({ store, expr, stepMs }: Watched) {
        if (!isPiped(expr)) return undefined;
        const from = stores.proxied(store);
        piped.check(expr, from === undefined);
        return piped.readerOf({ store: from, thread: liveThread, stepMs });
      },
    },
    /** Ends the threads; what runs on them is broken off. */
    closeThreads: () => Promise.all([apart.close(), askedThread.close(), liveThread.close()]),
  };
}
