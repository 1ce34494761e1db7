import type { Undo } from "@mission-control/series";
import { createReader, type Reader } from "./reader.ts";

type Operand = Reader | number;

/**
 * Joined value by value where both lie on the same steps, so that a column shows the least and greatest of what they make
 * together; else column by column, by their means.
 */
function combine(a: Reader, b: Operand, sign: string, join: (x: number, y: number) => number): Reader {
  const name = nameOf(a, b, sign);
  if (typeof b === "number")
    return alias(
      map(a, (value) => join(value, b)),
      name,
    );
  const { context } = a;
  const isOneGrid = () => a.gridMs === b.gridMs;
  const columnOf = (step: number) => step - context.endStep + context.size - 1;
  return createReader({
    context,
    name,
    gridMs: () => (isOneGrid() ? a.gridMs : context.step),
    get: (step) =>
      isOneGrid() ? join(a.get(step), b.get(step)) : join(a.at(columnOf(step)), b.at(columnOf(step))),
    on: (event, listener) => all([a.on(event, listener), b.on(event, listener)]),
  });
}

function all(undo: readonly Undo[]): Undo {
  return () => {
    for (const stop of undo) stop();
  };
}

function nameOf(a: Reader, b: Operand, sign: string): string {
  const right = typeof b === "number" ? String(b) : b.name;
  return a.name === "" || right === "" ? "" : `${a.name} ${sign} ${right}`;
}

/** The sum, value by value; a gap in either is a gap. */
export const add = (a: Reader, b: Operand): Reader => combine(a, b, "+", (x, y) => x + y);

/** The first less the second, value by value; a gap in either is a gap. */
export const subtract = (a: Reader, b: Operand): Reader => combine(a, b, "-", (x, y) => x - y);

/** The product, value by value; a gap in either is a gap. */
export const multiply = (a: Reader, b: Operand): Reader => combine(a, b, "*", (x, y) => x * y);

/** The first by the second, value by value; a gap in either is a gap, and so is 0 by 0. */
export const divide = (a: Reader, b: Operand): Reader => combine(a, b, "/", (x, y) => x / y);

/** Each value put through `fn`, gaps too: what `fn` makes of NaN is shown. */
export function map(metric: Reader, fn: (value: number) => number): Reader {
  return createReader({
    context: metric.context,
    name: metric.name,
    gridMs: () => metric.gridMs,
    get: (step) => fn(metric.get(step)),
    on: (event, listener) => metric.on(event, listener),
  });
}

/**
 * What was `ms` earlier (rounded to the metric's steps), drawn now. A metric reaches back beyond its window only as far as
 * its `keepMs`; the rest is a gap.
 */
export function shift(metric: Reader, ms: number): Reader {
  const steps = () => Math.round(ms / metric.gridMs);
  return createReader({
    context: metric.context,
    name: metric.name,
    gridMs: () => metric.gridMs,
    get: (step) => metric.get(step - steps()),
    on: (event, listener) =>
      metric.on(event, (fromMs, toMs) => {
        const byMs = steps() * metric.gridMs;
        listener(fromMs + byMs, toMs + byMs);
      }),
  });
}

/** The same under another name, which `describe` and the names of what is made of it use. */
export function alias(metric: Reader, name: string): Reader {
  return {
    ...metric,
    name,
    get gridMs() {
      return metric.gridMs;
    },
  };
}
