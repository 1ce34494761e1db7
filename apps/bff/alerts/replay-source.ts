import type { Condition, PlayedPart } from "@mission-control/alerts";
import { limits, type PromqlStore, Refusal } from "@mission-control/contracts";
import { movesWithRange, parseExpr, typeOf } from "@mission-control/promql";
import type { Evaluate } from "../evaluate/evaluate.ts";
import type { StepGrid } from "../evaluate/task.ts";
import { stepsOf } from "../export/cut-grid.ts";
import { isPiped, type PipedReader, pipedOf } from "../functions/piped.ts";
import { rangeOf } from "../stores/range-of.ts";
import { type FindEvents, readEventCounts } from "./replay-events.ts";

/** The first part is small, so that something is heard soon; the next ones as large as memory and other stores allow. */
const FIRST_STEPS = 2_000;
const MOST_STEPS = 10_000;
const MOST_VALUES = 4_000_000;
/** How long a part may wait for its turn among long queries, ms. */
const PATIENCE_MS = 60_000;

/** What a rule looks at over a grid of steps, part by part in order, each with the share that is done by then. */
export type ReplayParts = AsyncGenerator<{
  part: PlayedPart;
  progress: number;
  warning?: string | undefined;
}>;

/** Who answers what a rule asks. */
export interface ReplayReaders {
  readonly evaluate: Pick<Evaluate, "longRange">;
  /** The store of a name that evaluates by itself. @throws PromqlError where there is none of that name */
  readonly proxied: (store: string | undefined) => PromqlStore | undefined;
  /** Answers queries that functions follow. @throws PromqlError */
  readonly piped: (store: PromqlStore | undefined, text: string) => PipedReader;
  readonly find: FindEvents;
}

/**
 * Reads what a condition looks at. The next part is read while the one before is judged.
 * @throws PromqlError as an evaluation; Refusal `too_costly`, `not_evaluated`, `store_away`; the signal's reason.
 */
export async function* readParts(
  { source }: Pick<Condition, "source">,
  grid: StepGrid,
  readers: ReplayReaders,
  signal: AbortSignal,
): ReplayParts {
  if (source.kind === "events") {
    yield* readEventCounts(source, grid, readers.find, signal);
    return;
  }
  const read = readerOf(source, readers, signal);
  const total = stepsOf(grid);
  let [from, size, values] = [0, FIRST_STEPS, 0];
  const next = (): { steps: number; answer: Promise<PlayedPart> } | undefined => {
    const steps = Math.min(size, total - from);
    if (steps <= 0) return undefined;
    const startMs = grid.startMs + from * grid.stepMs;
    from += steps;
    const answer = read({ startMs, endMs: startMs + (steps - 1) * grid.stepMs, stepMs: grid.stepMs });
    // It is waited for later; until then a failure is not nobody's.
    answer.catch(() => {});
    return { steps, answer };
  };
  let done = 0;
  for (let reading = next(); reading !== undefined; ) {
    const part = await reading.answer;
    signal.throwIfAborted();
    values += part.timesMs.length * part.series.length;
    if (values > limits.samplesPerQuery)
      throw new Refusal(
        "too_costly",
        `A replay may look at ${limits.samplesPerQuery.toLocaleString("en")} values; choose a shorter time, or sum what the expression gives.`,
      );
    size = Math.max(100, Math.min(MOST_STEPS, Math.floor(MOST_VALUES / Math.max(1, part.series.length))));
    done += reading.steps;
    reading = next();
    yield { part, progress: done / total };
  }
}

/** @throws PromqlError; Refusal `not_evaluated` */
function readerOf(
  { expr: text, store }: { readonly expr: string; readonly store: string | undefined },
  { evaluate, proxied, piped }: ReplayReaders,
  signal: AbortSignal,
): (part: StepGrid) => Promise<PlayedPart> {
  const other = proxied(store);
  const calls = isPiped(text);
  if (other === undefined) {
    const expr = parseExpr(calls ? pipedOf(text).query : text);
    const type = typeOf(expr);
    if (type === "matrix" || type === "string")
      throw new Refusal("not_evaluated", "The expression has to give a number, or one for each label set.");
    if (movesWithRange(expr))
      throw new Refusal(
        "not_evaluated",
        "@ start(), @ end() and range() mean each evaluation's own time in a rule: leave them out to see what it would have done.",
      );
    if (!calls) return (part) => evaluate.longRange(expr, part, { signal, waitMs: PATIENCE_MS });
  }
  if (calls) {
    const reader = piped(other, text);
    return (part) => reader.range(text, part, { signal });
  }
  return (part) => rangeOf(other!, text, part, { signal });
}
