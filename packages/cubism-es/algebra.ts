import { createReader, type Reader } from "./reader.ts";

type Operand = Reader | number;

function combine(a: Reader, b: Operand, join: (x: number, y: number) => number): Reader {
  if (typeof b === "number") return map(a, (value) => join(value, b));
  return createReader(
    a.context,
    (column) => join(a.at(column), b.at(column)),
    (event, listener) => {
      const undo = [a.on(event, listener), b.on(event, listener)];
      return () => {
        for (const stop of undo) stop();
      };
    },
  );
}

/** The sum, column by column; a gap in either is a gap. */
export const add = (a: Reader, b: Operand): Reader => combine(a, b, (x, y) => x + y);

/** The first less the second, column by column; a gap in either is a gap. */
export const subtract = (a: Reader, b: Operand): Reader => combine(a, b, (x, y) => x - y);

/** The product, column by column; a gap in either is a gap. */
export const multiply = (a: Reader, b: Operand): Reader => combine(a, b, (x, y) => x * y);

/** The first by the second, column by column; a gap in either is a gap, and so is 0 by 0. */
export const divide = (a: Reader, b: Operand): Reader => combine(a, b, (x, y) => x / y);

/** Each value put through `fn`, gaps too: what `fn` makes of NaN is shown. */
export function map(metric: Reader, fn: (value: number) => number): Reader {
  return createReader(
    metric.context,
    (column) => fn(metric.at(column)),
    (event, listener) => metric.on(event, listener),
  );
}

/**
 * What was `ms` earlier (rounded to steps), drawn now. A metric reaches back beyond its window only as far as its
 * `keepMs`; the rest is a gap.
 */
export function shift(metric: Reader, ms: number): Reader {
  const { context } = metric;
  const steps = () => Math.round(ms / context.step);
  return createReader(
    context,
    (column) => metric.at(column - steps()),
    (event, listener) =>
      metric.on(event, (fromMs, toMs) => {
        const byMs = steps() * context.step;
        listener(fromMs + byMs, toMs + byMs);
      }),
  );
}
