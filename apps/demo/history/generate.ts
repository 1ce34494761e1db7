import { type Labels, labelsKey, type Samples } from "@mission-control/series";
import { catalogOf } from "./catalog.ts";
import type { Company } from "./company.ts";
import type { Formula } from "./series.ts";

/** Something that happens to the company; `isRegrouping` where other series are told from then on. */
export interface Change {
  readonly timeMs: number;
  readonly isRegrouping: boolean;
  apply(company: Company): void;
}

interface Counter {
  total: number;
  run: number;
}

/**
 * The samples of each step after `startMs` up to `endMs`, in parts of at most `stepsAtOnce`; what lies before `fromMs` happens
 * without being told. A part has the same series in all of its steps and lies series by series. `onStep` hears of each step
 * that is told, after the company has let it go by. Nothing is allocated for a sample.
 */
export function* generateSamples(options: {
  company: Company;
  changes: readonly Change[];
  startMs: number;
  fromMs: number;
  endMs: number;
  stepMs: number;
  stepsAtOnce?: number;
  onStep?: (timeMs: number) => void;
}): Generator<Samples, void, undefined> {
  const { company, changes, startMs, fromMs, endMs, stepMs, stepsAtOnce = 100, onStep } = options;
  const counters = new Map<string, Counter>();
  let part = openPart(company, counters, stepsAtOnce);
  let next = 0;

  for (let timeMs = startMs + stepMs; timeMs <= endMs; timeMs += stepMs) {
    let isRegrouped = false;
    for (; next < changes.length && changes[next]!.timeMs < timeMs; next++) {
      changes[next]!.apply(company);
      isRegrouped ||= changes[next]!.isRegrouping;
    }
    if (isRegrouped) {
      if (part.steps > 0) yield part.take();
      part = openPart(company, counters, stepsAtOnce);
    }
    company.pass(timeMs);
    if (timeMs <= fromMs) {
      part.pass(company.stepS);
      continue;
    }
    onStep?.(timeMs);
    part.tell(timeMs, company.stepS);
    if (part.steps === stepsAtOnce) yield part.take();
  }
  if (part.steps > 0) yield part.take();
}

/** Columns for the series that there are now. */
function openPart(company: Company, counters: Map<string, Counter>, capacity: number) {
  const formulas = catalogOf(company);
  const labels: Labels[] = formulas.map((formula) => formula.labels);
  const advance = formulas.map((formula) => advanceOf(formula, counters));
  const times = new Float64Array(capacity);
  const grid = new Float64Array(formulas.length * capacity);
  let steps = 0;

  return {
    get steps(): number {
      return steps;
    },
    /** Counts on without a sample. */
    pass(stepS: number): void {
      for (let i = 0; i < advance.length; i++) advance[i]!(stepS);
    },
    tell(timeMs: number, stepS: number): void {
      times[steps] = timeMs;
      for (let i = 0, at = steps; i < advance.length; i++, at += capacity) grid[at] = advance[i]!(stepS);
      steps++;
    },
    /** The samples so far, series by series, and room for as many again. */
    take(): Samples {
      const length = labels.length * steps;
      const taken = {
        labels,
        refs: new Uint32Array(length),
        timesMs: new Float64Array(length),
        values: new Float64Array(length),
      };
      for (let i = 0, at = 0; i < labels.length; i++, at += steps) {
        taken.refs.fill(i, at, at + steps);
        taken.timesMs.set(times.subarray(0, steps), at);
        taken.values.set(grid.subarray(i * capacity, i * capacity + steps), at);
      }
      steps = 0;
      return taken;
    },
  };
}

/** What gives the next value of a series. A new counter says first that it stood at 0. */
function advanceOf(formula: Formula, counters: Map<string, Counter>): (stepS: number) => number {
  if (formula.kind === "gauge") return formula.level;
  const key = labelsKey(formula.labels);
  const { perSecond, run } = formula;
  const scale = 10 ** formula.decimals;
  const known = counters.get(key);
  const counter = known ?? { total: Number.NaN, run };
  if (known === undefined) counters.set(key, counter);
  else if (known.run !== run) Object.assign(known, { total: 0, run });
  return (stepS) => {
    counter.total = Number.isNaN(counter.total) ? 0 : counter.total + perSecond() * stepS;
    return Math.floor(counter.total * scale) / scale;
  };
}
