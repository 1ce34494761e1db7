import { type CustomFunction, type FunctionParameter, limits, nearestName } from "@mission-control/contracts";
import { durationMs } from "./duration.ts";
import { FunctionFault, shownText } from "./fault.ts";
import type { FunctionCall } from "./parse-piped.ts";
import type { Code } from "./sandbox.ts";

/** The steps of a range, both ends included. */
export interface Grid {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** A call whose function is known and whose arguments fit: a query is still text. */
export interface PlannedCall {
  readonly code: Code;
  readonly args: ReadonlyMap<string, number | { readonly query: string }>;
  readonly lookbackMs: number;
  readonly shiftMs: number;
}

const NUMBER = /^[+-]?((\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?|inf|nan)$/i;

/** A number as PromQL writes it; undefined where it is none. */
function numberOf(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  return Number(text.replace(/inf/i, "Infinity").replace(/nan/i, "NaN"));
}

/** How a function is called: `smooth(window: duration = 5m)`. */
export function signatureOf({ name, parameters }: Pick<CustomFunction, "name" | "parameters">): string {
  const shown = parameters.map((parameter) => {
    const fallback = parameter.default === undefined ? "" : ` = ${parameter.default}`;
    return `${parameter.name}: ${parameter.type}${fallback}`;
  });
  return `${name}(${shown.join(", ")})`;
}

/**
 * The calls with their functions and arguments.
 * @throws FunctionFault `bad_call` in words that say what would be right.
 */
export function planCalls(
  calls: readonly FunctionCall[],
  functions: ReadonlyMap<string, CustomFunction>,
): PlannedCall[] {
  const most = limits.functionCallsPerExpression;
  if (calls.length > most) throw badCall(`${calls.length} functions follow the query; ${most} are the most`);
  const planned = calls.map((call) => planCall(call, functions));
  const pastMs = planned.reduce((sum, { lookbackMs, shiftMs }) => sum + lookbackMs + shiftMs, 0);
  if (pastMs > limits.functionPastMs) {
    throw badCall(
      `the functions need ${daysOf(pastMs)} of the past before the range; ${daysOf(limits.functionPastMs)} are the most`,
    );
  }
  return planned;
}

function planCall(call: FunctionCall, functions: ReadonlyMap<string, CustomFunction>): PlannedCall {
  const found = functions.get(call.name);
  if (found === undefined) {
    const near = nearestName(call.name, functions.keys());
    throw badCall(
      `there is no function "${call.name}"${near === undefined ? "" : `; did you mean "${near}"?`}`,
    );
  }
  const wrong = (why: string) => badCall(`${why}: it is called as ${signatureOf(found)}`);
  if (call.args.length > found.parameters.length) {
    throw wrong(
      `"${found.name}" takes ${found.parameters.length} arguments at most, not ${call.args.length}`,
    );
  }
  const args = new Map<string, number | { query: string }>();
  for (const [i, parameter] of found.parameters.entries()) {
    const given = call.args[i] ?? parameter.default;
    if (given === undefined) throw wrong(`"${found.name}" is not told "${parameter.name}"`);
    const value = argumentOf(parameter, String(given));
    if (value === undefined)
      throw wrong(
        `"${parameter.name}" of "${found.name}" is a ${parameter.type}, not "${shownText(String(given))}"`,
      );
    args.set(parameter.name, value);
  }
  const lengthOf = (text: string) => {
    const named = args.get(text);
    return typeof named === "number" ? named : durationMs(text);
  };
  return {
    code: { name: found.name, kind: found.kind, per: found.per, code: found.code },
    args,
    lookbackMs: lengthOf(found.lookback),
    shiftMs: lengthOf(found.shift),
  };
}

function argumentOf({ type }: FunctionParameter, text: string): number | { query: string } | undefined {
  if (type === "query") return text.trim() === "" ? undefined : { query: text };
  if (type === "number") return numberOf(text);
  const ms = durationMs(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** How many whole steps a call looks back. */
export const lookbackSteps = ({ lookbackMs }: PlannedCall, stepMs: number): number =>
  Math.ceil(lookbackMs / stepMs);

/**
 * What each call reads, the queries among its arguments included: for the calls' result to be there on `grid`, each needs so
 * much more before it, and so much earlier. The first is also what the query before the calls is evaluated on.
 * @throws FunctionFault `bad_call` where that is too many steps
 */
export function gridsOf(calls: readonly PlannedCall[], grid: Grid): Grid[] {
  const { stepMs } = grid;
  const grids: Grid[] = [];
  let { startMs, endMs } = grid;
  for (const call of calls.toReversed()) {
    startMs -= lookbackSteps(call, stepMs) * stepMs + call.shiftMs;
    endMs -= call.shiftMs;
    const more = (endMs - startMs - (grid.endMs - grid.startMs)) / stepMs;
    if (more > limits.stepsPerQuery) {
      throw badCall(
        `"${call.code.name}" would look back over ${Math.round(more)} steps; ${limits.stepsPerQuery} are the most: take a larger step or a shorter window`,
      );
    }
    grids.unshift({ startMs, endMs, stepMs });
  }
  return grids;
}

const badCall = (message: string) => new FunctionFault("bad_call", message);

const daysOf = (ms: number) => `${Math.round(ms / 864_000) / 100} days`;
