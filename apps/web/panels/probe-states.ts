import { labelsKey, METRIC_NAME } from "@mission-control/series";
import { type PanelData, type PanelSeries, timeAt } from "./panel-data.ts";
import { namesOf } from "./series-name.ts";

type ProbeWord = "up" | "down" | "silent";

/** A stretch of steps, `from` and `to` included, in which a probe was one thing. */
interface ProbeRun {
  readonly word: ProbeWord;
  readonly from: number;
  readonly to: number;
}

/** How a probe stands at a step. */
export interface ProbeState {
  readonly name: string;
  readonly word: ProbeWord;
  /** Since when, as far as the range tells; undefined where it said nothing in it. */
  readonly sinceMs: number | undefined;
  /** Nothing in the range says that it was otherwise before. */
  readonly isLonger: boolean;
  /** How long it took, seconds; NaN where that is not known. */
  readonly durationSeconds: number;
  /** What part of its answers in the range were good; NaN without any. */
  readonly upPart: number;
  readonly runs: readonly ProbeRun[];
}

/**
 * The state of each probe at a step, or at the last one: query 0 is 1 where it is up, query 1 how long it took, joined by
 * their labels but for the name. Steps without a value between equal ones are passed over: probes are rarer than steps.
 */
export function probeStates(data: PanelData, step: number | undefined, legend?: string): ProbeState[] {
  const durations = new Map(
    data.series.filter(({ query }) => query === 1).map((series) => [keyOf(series), series]),
  );
  const last = step ?? data.steps - 1;
  const probes = data.series.filter(({ query }) => query === 0);
  const names = namesOf(probes, "probe", legend);
  return probes
    .map((series, i) => {
      const runs = runsOf(series.values);
      const run = runs.findLast(({ from }) => from <= last);
      return {
        name: names[i]!,
        word: run?.word ?? "silent",
        sinceMs: run === undefined ? undefined : timeAt(data, run.from),
        isLonger: run !== undefined && run === runs[0],
        durationSeconds: lastOf(durations.get(keyOf(series)), last),
        upPart: upPart(series.values, last),
        runs,
      };
    })
    .sort((a, b) => Number(a.word === "up") - Number(b.word === "up"));
}

function keyOf({ labels }: PanelSeries): string {
  return labelsKey(new Map([...labels].filter(([name]) => name !== METRIC_NAME)));
}

function runsOf(values: Float64Array): ProbeRun[] {
  const runs: { word: ProbeWord; from: number; to: number }[] = [];
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    const word = values[i]! >= 1 ? "up" : "down";
    const run = runs.at(-1);
    if (run?.word === word) run.to = i;
    else runs.push({ word, from: i, to: i });
  }
  return runs;
}

function lastOf(series: PanelSeries | undefined, last: number): number {
  for (let i = last; series !== undefined && i >= 0; i--)
    if (!Number.isNaN(series.values[i])) return series.values[i]!;
  return Number.NaN;
}

function upPart(values: Float64Array, last: number): number {
  let [up, known] = [0, 0];
  for (let i = 0; i <= last; i++) {
    if (Number.isNaN(values[i])) continue;
    known++;
    if (values[i]! >= 1) up++;
  }
  return known === 0 ? Number.NaN : up / known;
}
