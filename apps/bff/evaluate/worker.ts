import { Refusal } from "@mission-control/contracts";
import { evaluateInstant, evaluateRange, PromqlError, parseExpr, selectFrom } from "@mission-control/promql";
import { systemClock } from "@mission-control/series";
import { readRangeAnswer } from "@mission-control/store/answers";
import { move, transferableSymbol, valueSymbol } from "piscina";
import type { LongAnswer, ReadAnswer } from "../stores/read-apart.ts";
import { type PackedResult, packResult } from "./packed.ts";
import type { Done, Task } from "./task.ts";

/** Evaluates one query on a thread of its own. */
export default async function evaluateTask(task: Task) {
  const { when, answers, maxSamples, deadlineMs } = task;
  try {
    const expr = parseExpr(task.expr);
    const limits = { maxSamples, deadlineMs, clock: systemClock };
    const options = { select: selectFrom(answers), limits };
    if ("timeMs" in when)
      return { instant: await evaluateInstant(expr, { ...when, ...options }) } satisfies Done;
    return moving(packResult(await evaluateRange(expr, { ...when, ...options })));
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    const { kind, message, line, column } = error;
    return { fault: { kind, message, line, column } } satisfies Done;
  }
}

/** A result whose buffers move to the thread that asked. */
function moving(result: PackedResult) {
  const done: Done = { result };
  const buffers = [result.timesMs.buffer, result.values.buffer, result.present.buffer];
  return move({ [transferableSymbol]: buffers, [valueSymbol]: done } as never);
}

/** Reads a long answer of another store. */
export function readLongAnswer({ answer, grid }: LongAnswer): ReadAnswer {
  try {
    return { read: readRangeAnswer(answer, grid) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: error.message };
  }
}
