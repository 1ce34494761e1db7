/**
 * PromQL without I/O: text becomes a checked expression, and an expression becomes columns over a grid of steps, reading
 * series through a `select` that the caller gives. Parsing and evaluating do not import each other.
 */
export type * from "./ast.ts";
export { typeOf } from "./check.ts";
export { formatSeconds, parseDuration } from "./duration.ts";
export { PromqlError, type PromqlErrorKind, type Span } from "./errors.ts";
export { type Answers, bytesOf, type Select, selectFrom } from "./fetch.ts";
export { formatExpr } from "./format.ts";
export { movesWithRange } from "./moves-with-range.ts";
export { parseExpr } from "./parse.ts";
export {
  type Collected,
  collectInstant,
  collectRange,
  type EvaluateOptions,
  evaluateInstant,
  evaluateRange,
  type InstantOptions,
  type InstantResult,
  type RangeOptions,
  type RangeResult,
  type ResultSeries,
} from "./query.ts";
export { type SelectorNeed, selectorsOf } from "./selectors-of.ts";
export { SIGNATURES, type Signature } from "./signatures.ts";
