import { limits, Refusal } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { Piscina } from "piscina";
import type { ReadViews, ViewText } from "./read-views.ts";

const IDLE_MS = 30_000;
/** Five megabytes of YAML take some three seconds of a core; a machine that is busy gives less than one. */
const DEADLINE_MS = 30_000;
const MAX_WAITING = 16;

/** Reads one text of views, see `readViews`. @throws Refusal `too_large`, `too_costly`, `overloaded` */
export type ReadViewText = (text: ViewText) => Promise<ReadViews>;

/** Reads texts of views on a thread of their own, so that megabytes of YAML hold nothing else up, and none for long. */
export function createViewsThread({ file, clock }: { file: string; clock: Clock }) {
  const pool = new Piscina({
    filename: file,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    maxQueue: MAX_WAITING,
  });
  const read: ReadViewText = async (given) => {
    if (Buffer.byteLength(given.text) > limits.viewFileBytes)
      throw new Refusal("too_large", `A file of views may have ${limits.viewFileBytes / 2 ** 20} MiB.`);
    const late = new AbortController();
    const forget = clock.after(DEADLINE_MS, () => late.abort());
    try {
      return (await pool.run(given, { signal: late.signal })) as ReadViews;
    } catch (error) {
      if (late.signal.aborted)
        throw new Refusal(
          "too_costly",
          `It could not be read within ${DEADLINE_MS / 1000} s. Take it apart into several files.`,
        );
      if (/queue/i.test(String(error)))
        throw new Refusal("overloaded", "Too many files of views wait to be read; try again.");
      throw error;
    } finally {
      forget();
    }
  };
  return { read, close: () => pool.destroy() };
}
