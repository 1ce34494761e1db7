import { type PromqlError, parseError, type Span } from "./errors.ts";

/** Nesting deeper than this is refused: every later walk over an expression may then recurse. */
const MAX_DEPTH = 500;

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
  };
}

export type Source = ReturnType<typeof createSource>;
