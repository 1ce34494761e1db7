import { expandIntervals } from "@mission-control/contracts";
import { parsePiped } from "@mission-control/functions";
import { PromqlError, parseExpr } from "@mission-control/promql";
import { queryEnd } from "./query-end.ts";

/** What is wrong with an expression: `from` and `to` are offsets into its text. */
export interface ExprFault {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** Reads an expression as the server does: the query alone, then the calls after it. Undefined where nothing is wrong. */
export function faultOf(text: string): ExprFault | undefined {
  const end = queryEnd(text);
  const query = sameLength(text.slice(0, end));
  if (query.trim() === "") return undefined;
  try {
    parseExpr(query);
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    return { ...wordAt(text, offsetOf(text, error.line, error.column), end), message: error.message };
  }
  try {
    parsePiped(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { from: end, to: text.length, message: error.message };
  }
  return undefined;
}

/** Grafana's interval variables as durations of the same length, so that faults keep their places. */
function sameLength(query: string): string {
  return query.replace(/\$__rate_interval|\$__interval/g, (name) => "1m".padEnd(name.length));
}

/**
 * The place in `text` that a server means which was sent `text` with its intervals expanded: `column` counts from 1. The
 * server counts within a line, which is found by the words it begins with (`2:5: parse error`).
 */
export function faultFromServer(
  text: string,
  failure: { message: string; column?: number | undefined },
  stepMs: number,
  baseStepMs: number,
): ExprFault | undefined {
  if (failure.column === undefined || failure.column === 0) return undefined;
  const line = Number(/(\d+):\d+: /.exec(failure.message)?.[1] ?? 1);
  const begin = lineBegin(text, line);
  let shift = 0;
  let at = failure.column - 1;
  for (const match of text.slice(begin).matchAll(/\$__rate_interval|\$__interval|\n/g)) {
    if (match[0] === "\n" || match.index + shift >= failure.column - 1) break;
    shift += expandIntervals(match[0], stepMs, baseStepMs).length - match[0].length;
    at = Math.max(match.index + match[0].length, failure.column - 1 - shift);
  }
  return { ...wordAt(text, begin + at, text.length), message: failure.message };
}

/** A message without the place and the parameter's name that servers begin it with. */
export function faultWords(message: string): string {
  return message
    .replace(/^invalid parameter "query": /, "")
    .replace(/^\d+:\d+: (parse error: )?/, "")
    .replace(/^parse error: /, "");
}

/** "line 2, column 5". */
export function placeWords(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return before.length === 1 ? `column ${column}` : `line ${before.length}, column ${column}`;
}

function lineBegin(text: string, line: number): number {
  let begin = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf("\n", begin);
    if (next < 0) return begin;
    begin = next + 1;
  }
  return begin;
}

function offsetOf(text: string, line: number, column: number): number {
  return lineBegin(text, line) + Math.max(0, column - 1);
}

/** The word at an offset, at least one character of the text. */
function wordAt(text: string, offset: number, end: number): { from: number; to: number } {
  const from = Math.max(0, Math.min(offset, end - 1, text.length - 1));
  const word = /^[\w:$]+/.exec(text.slice(from, end))?.[0].length ?? 1;
  return { from, to: Math.min(text.length, from + word) };
}
