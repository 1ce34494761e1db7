import { limits, Refusal } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { Piscina } from "piscina";
import type { ReadRuleFile, RuleFileText } from "../rule-files/read-rule-file.ts";
import type { ReadViews, ViewText } from "./read-views.ts";

const IDLE_MS = 30_000;
/** Five megabytes of YAML take some three seconds of a core; a machine that is busy gives less than one. */
const DEADLINE_MS = 30_000;
const MAX_WAITING = 16;

/** Reads one text of views, see `readViews`. @throws Refusal `too_large`, `too_costly`, `overloaded` */
export type ReadViewText = (text: ViewText) => Promise<ReadViews>;

/** Reads one file of rules, see `readRuleFile`. @throws Refusal as `ReadViewText` */
export type ReadRuleText = (text: RuleFileText) => Promise<ReadRuleFile>;

/** Reads texts of views and of rules on a thread of their own, so that megabytes of YAML hold nothing else up, and none for long. */
export function createViewsThread({ file, clock }: { file: string; clock: Clock }) {
  const pool = new Piscina({
    filename: file,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    maxQueue: MAX_WAITING,
  });
  async function run(given: object, name?: string): Promise<unknown> {
    const late = new AbortController();
    const forget = clock.after(DEADLINE_MS, () => late.abort());
    try {
      return await pool.run(given, { signal: late.signal, ...(name === undefined ? {} : { name }) });
    } catch (error) {
      if (late.signal.aborted)
        throw new Refusal(
          "too_costly",
          `It could not be read within ${DEADLINE_MS / 1000} s. Take it apart into several files.`,
        );
      if (/queue/i.test(String(error)))
        throw new Refusal("overloaded", "Too many files wait to be read; try again.");
      throw error;
    } finally {
      forget();
    }
  }

  const read: ReadViewText = async (given) => {
    if (Buffer.byteLength(given.text) > limits.viewFileBytes)
      throw new Refusal("too_large", `A file of views may have ${limits.viewFileBytes / 2 ** 20} MiB.`);
    return (await run(given)) as ReadViews;
  };
  const readRules: ReadRuleText = async (given) => {
    if (Buffer.byteLength(given.text) > limits.ruleFileBytes)
      throw new Refusal("too_large", `A file of rules may have ${limits.ruleFileBytes / 2 ** 20} MiB.`);
    return (await run(given, "readRuleFileTask")) as ReadRuleFile;
  };
  return { read, readRules, close: () => pool.destroy() };
}
