import { type PromqlError, parseError, type Span } from "./errors.ts";
import { regexSize } from "./regex-size.ts";

/** Nesting deeper than this is refused: every later walk over an expression may then recurse. */
const MAX_DEPTH = 500;

/** How large the regular expressions of one text may be together: each is compiled, and that takes time. */
const MAX_REGEX_SIZE = 20_000;

/** The text being parsed, and what is needed to point into it. */
export function createSource(text: string) {
  const lineStarts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) lineStarts.push(i + 1);

  function span(from: number, to: number): Span {
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lineStarts[middle]! <= from) low = middle;
      else high = middle - 1;
    }
    return { from, to, line: low + 1, column: from - lineStarts[low]! + 1 };
  }

  const fault = (message: string, at: number): PromqlError => parseError(message, span(at, at));

  let regexes = 0;

  return {
    text,
    span,
    fault,
    /** The text between two offsets. */
    slice: (node: { from: number; to: number }) => text.slice(node.from, node.to),
    /** One level deeper; throws where that is too deep. */
    deeper(depth: number, at: number): number {
      if (depth >= MAX_DEPTH) throw fault(`expression is nested more than ${MAX_DEPTH} levels deep`, at);
      return depth + 1;
    },
    /** Counts one more regular expression, before it is compiled; throws where all are too large together. */
    countRegex(pattern: string, at: number): void {
      regexes += regexSize(pattern);
      if (regexes <= MAX_REGEX_SIZE) return;
      const words = "regular expressions are too large: with counted repetitions written out";
      throw fault(`${words}, all of a query may have ${MAX_REGEX_SIZE} characters`, at);
    },
  };
}

export type Source = ReturnType<typeof createSource>;
