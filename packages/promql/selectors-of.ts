import type { Matcher, SelectHint } from "@mission-control/series";
import { type At, type Expr, partsOf, type VectorSelector } from "./ast.ts";
import { type DurationContext, durationMs } from "./duration.ts";

/** How far back Prometheus looks for the latest sample of a series. */
export const DEFAULT_LOOKBACK_MS = 300_000;

/**
 * What a selector reads of the past: samples from `beforeMs` before to `afterMs` after a time (`afterMs` is negative where
 * an offset ends the window earlier). The time is that of each step, or where `at` is there, that one.
 */
export interface SelectorNeed {
  readonly selector: VectorSelector;
  readonly matchers: readonly Matcher[];
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly at?: At;
  /** What it is read for; `startMs` is counted from the first step. */
  readonly hint: SelectHint;
}

/** The selectors of an expression, each with the window it reads. Durations by `step()` and `range()` take `context`. */
export function selectorsOf(
  expr: Expr,
  context: Partial<DurationContext> & { readonly lookbackMs?: number } = {},
): SelectorNeed[] {
  const { stepMs = 0, rangeMs = 0, lookbackMs = DEFAULT_LOOKBACK_MS } = context;
  const durations = { stepMs, rangeMs };
  const needs: SelectorNeed[] = [];

  const windowAt = (outer: Window, at: At | undefined): Window =>
    at === undefined ? outer : { beforeMs: 0, afterMs: 0, at };

  function read(selector: VectorSelector, rangeMs: number, outer: Window, func = ""): void {
    const base = windowAt(outer, selector.at);
    const offsetMs = selector.offset === undefined ? 0 : durationMs(selector.offset, durations);
    const extraMs = selector.mode === undefined ? 0 : lookbackMs;
    needs.push({
      selector,
      matchers: selector.matchers,
      beforeMs: base.beforeMs + offsetMs + rangeMs + extraMs,
      afterMs: base.afterMs - offsetMs + (selector.mode === "smoothed" ? lookbackMs : 0),
      ...(base.at === undefined ? {} : { at: base.at }),
      hint: {
        // What stands still, or looks between samples, or at other steps, is read as it is.
        func: outer.inner === true || base.at !== undefined || selector.mode !== undefined ? "unknown" : func,
        startMs: 0 - offsetMs,
        stepMs,
        rangeMs,
      },
    });
  }

  function visit(part: Expr, outer: Window, func = ""): void {
    if (part.kind === "vector_selector") read(part, lookbackMs, outer, func === "timestamp" ? func : "");
    else if (part.kind === "matrix_selector")
      read(part.selector, durationMs(part.range, durations), outer, func === "" ? "unknown" : func);
    else if (part.kind === "subquery") {
      const base = windowAt(outer, part.at);
      const offsetMs = part.offset === undefined ? 0 : durationMs(part.offset, durations);
      const beforeMs = base.beforeMs + offsetMs + durationMs(part.range, durations);
      visit(part.expr, { ...base, beforeMs, afterMs: base.afterMs - offsetMs, inner: true });
    } else for (const inner of partsOf(part)) visit(inner, outer, part.kind === "call" ? part.name : "");
  }

  visit(expr, { beforeMs: 0, afterMs: 0 });
  return needs;
}

interface Window {
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly at?: At;
  /** Whether it lies in a subquery. */
  readonly inner?: boolean;
}
