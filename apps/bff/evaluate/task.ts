import {
  type Answers,
  type InstantResult,
  PromqlError,
  type PromqlErrorKind,
  type RangeResult,
} from "@mission-control/promql";
import { type PackedResult, unpackResult } from "./packed.ts";

/** The steps of a range query. */
export interface StepGrid {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** When a query is evaluated: at the steps of a grid, or at one time. */
export type When = StepGrid | { readonly timeMs: number };

/** A query whose samples have been read, as it goes to a worker. */
export interface Task {
  readonly expr: string;
  readonly when: When;
  readonly answers: Answers;
  readonly maxSamples: number;
  readonly deadlineMs: number;
}

/** What a task comes to. */
export type ResultOf<Of extends Pick<Task, "when">> = Of["when"] extends StepGrid
  ? RangeResult
  : InstantResult;

/** What a worker gives back: an error class would lose its fields on the way. */
export type Done =
  | { readonly result: PackedResult }
  | { readonly instant: InstantResult }
  | { readonly fault: { kind: PromqlErrorKind; message: string; line: number; column: number } };

/** The buffers of a task's samples, which move to the worker instead of being copied: they are of no use here then. */
export function buffersOf(answers: Answers): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const series of answers.values()) {
    for (const { timesMs, values, counts, lost } of series)
      for (const column of [timesMs, values, counts, lost])
        if (column !== undefined) buffers.add(column.buffer as ArrayBuffer);
  }
  return [...buffers];
}

/** What an evaluation would have thrown here. @throws PromqlError */
export function resultOf(done: Done): RangeResult | InstantResult {
  if ("result" in done) return unpackResult(done.result);
  if ("instant" in done) return done.instant;
  const { kind, message, line, column } = done.fault;
  throw new PromqlError(kind, message, { line, column });
}
