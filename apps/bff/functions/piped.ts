import { createHash } from "node:crypto";
import type {
  CustomFunction,
  InstantAnswer,
  PromqlAsked,
  PromqlStore,
  RangeAnswer,
} from "@mission-control/contracts";
import {
  type Argument,
  type Column,
  FunctionFault,
  gridsOf,
  lookbackSteps,
  type Piped,
  type PlannedCall,
  parsePiped,
  planCalls,
  type ReadyCall,
} from "@mission-control/functions";
import { PromqlError, parseExpr, typeOf } from "@mission-control/promql";
import type { Evaluate } from "../evaluate/evaluate.ts";
import type { StepGrid } from "../evaluate/task.ts";
import { rangeOf } from "../stores/range-of.ts";
import type { FunctionThread } from "./thread.ts";

/** Answers expressions whose query is followed by functions; both throw PromqlError and Refusal as an evaluation does. */
export interface PipedReader {
  readonly name: string;
  range(text: string, grid: StepGrid, asked?: PromqlAsked): Promise<RangeAnswer>;
  /** The last value of a range of one step. */
  instant(text: string, timeMs: number, asked?: PromqlAsked): Promise<InstantAnswer>;
}

/** Whether functions follow the query of a text. */
export const isPiped = (text: string): boolean => text.includes("|>") && pipedOf(text).calls.length > 0;

/** Whether a text calls a function. */
export function uses(text: string, name: string): boolean {
  return text.includes("|>") && pipedOf(text).calls.some((call) => call.name === name);
}

/** @throws PromqlError `bad_data` */
export function pipedOf(text: string): Piped {
  try {
    return parsePiped(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new PromqlError("bad_data", `parse error: ${error.message}`);
    throw error;
  }
}

/**
 * What stands above `evaluate` and other stores alike: the query before the functions is evaluated as it is, on as much more
 * of the past as they look back on, and its values go through them.
 */
export function createPiped(options: {
  evaluate: Pick<Evaluate, "longRange">;
  functions: () => ReadonlyMap<string, CustomFunction>;
}) {
  const { evaluate, functions } = options;

  /** The calls of a text with their functions as they are now. @throws PromqlError */
  const planOf = ({ calls }: Piped): PlannedCall[] => inPromql(() => planCalls(calls, functions()));

  function read(store: PromqlStore | undefined, text: string, grid: StepGrid, asked: PromqlAsked) {
    if (store !== undefined) return rangeOf(store, text, grid, asked);
    const { signal, deadlineMs } = asked;
    return evaluate.longRange(drawable(text), grid, {
      ...(signal === undefined ? {} : { signal }),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    });
  }

  async function range(
    from: { store: PromqlStore | undefined; thread: FunctionThread },
    text: string,
    grid: StepGrid,
    asked: PromqlAsked = {},
  ): Promise<RangeAnswer> {
    const piped = pipedOf(text);
    const plan = planOf(piped);
    const grids = inPromql(() => gridsOf(plan, grid));
    const answer = await read(from.store, piped.query, grids[0]!, asked);
    const annotated = { warnings: new Set(answer.warnings), infos: new Set(answer.infos) };
    const calls: ReadyCall[] = [];
    for (const [i, call] of plan.entries()) {
      const args = new Map<string, Argument>();
      for (const [name, value] of call.args) {
        if (typeof value === "number") args.set(name, value);
        else {
          const other = await read(from.store, value.query, grids[i]!, asked);
          for (const words of other.warnings) annotated.warnings.add(words);
          for (const words of other.infos) annotated.infos.add(words);
          args.set(name, columnsOf(other));
        }
      }
      const { code, shiftMs } = call;
      calls.push({ code, args, shiftMs, lookbackSteps: lookbackSteps(call, grid.stepMs) });
    }
    const given = {
      timesMs: Float64Array.from(answer.timesMs),
      stepMs: grid.stepMs,
      series: columnsOf(answer),
    };
    const frame = await from.thread.run(calls, given, asked).catch((error) => {
      throw promqlOf(error);
    });
    return {
      timesMs: frame.timesMs,
      series: frame.series.map(({ labels, values }) => ({ labels, values, present: presentOf(values) })),
      warnings: [...annotated.warnings],
      infos: [...annotated.infos],
    };
  }

  return {
    /** Checks a text as far as that goes without reading anything: its query where `isOurs`, and its calls. @throws PromqlError */
    check(text: string, isOurs = true): void {
      const piped = pipedOf(text);
      if (isOurs) drawable(piped.query);
      for (const { args } of planOf(piped))
        for (const value of args.values()) if (isOurs && typeof value !== "number") drawable(value.query);
    },
    /** For a store, or for ours; functions run on `thread`, and an instant is a step of `stepMs`. */
    readerOf(from: { store: PromqlStore | undefined; thread: FunctionThread; stepMs: number }): PipedReader {
      return {
        name: "The function in this lane",
        range: (text, grid, asked) => range(from, text, grid, asked),
        async instant(text, timeMs, asked) {
          const grid = { startMs: timeMs, endMs: timeMs, stepMs: from.stepMs };
          const { series, warnings, infos } = await range(from, text, grid, asked);
          const values = series.map(({ labels, values: [value = Number.NaN] }) => ({ labels, value }));
          return { type: "vector", timeMs, series: values, warnings, infos };
        },
      };
    },
    /** Another text where the functions that a text uses are others: what was kept of their values is of no use then. */
    versionOf(text: string): string {
      const all = functions();
      const used = [...new Set(pipedOf(text).calls.map(({ name }) => name))].map(
        (name) => all.get(name) ?? name,
      );
      return createHash("sha256").update(JSON.stringify(used)).digest("hex").slice(0, 16);
    },
  };
}

/** See `createPiped`. */
export type PipedQueries = ReturnType<typeof createPiped>;

/** A query whose values can go through functions. @throws PromqlError */
function drawable(text: string) {
  const expr = parseExpr(text);
  const type = typeOf(expr);
  if (type === "vector" || type === "scalar") return expr;
  const named = type === "matrix" ? "range vector" : "string";
  throw new PromqlError(
    "bad_data",
    `invalid expression type "${named}" before a function, must be Scalar or instant Vector`,
  );
}

/** Columns of their own, so that they can be moved to another thread; where a series is not there they are NaN. */
function columnsOf({ series }: Pick<RangeAnswer, "series">): Column[] {
  return series.map(({ labels, values, present }) => ({
    labels,
    values: values.map((value, i) => (present[i] === 0 ? Number.NaN : value)),
  }));
}

const presentOf = (values: Float64Array): Uint8Array =>
  Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));

function inPromql<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw promqlOf(error);
  }
}

/** A fault as the fault of an evaluation: a wrong call is a wrong question. */
function promqlOf(error: unknown): unknown {
  if (!(error instanceof FunctionFault)) return error;
  return new PromqlError(
    error.kind === "bad_call" ? "bad_data" : "execution",
    error.message,
    undefined,
    error,
  );
}
