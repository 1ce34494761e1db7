import { nameOf } from "@mission-control/series";
import { absentColumns } from "./absent.ts";
import { quantileWarning, warnQuantile } from "./aggregate.ts";
import type { Call } from "./ast.ts";
import type { Column } from "./column.ts";
import { PromqlError } from "./errors.ts";
import type { Evaluation, Ranges } from "./evaluation.ts";
import { extendedFold } from "./extended.ts";
import type { Grid } from "./grid.ts";
import {
  avgOverTime,
  countOverTime,
  firstOverTime,
  lastOverTime,
  madOverTime,
  presentOverTime,
  quantileOverTime,
  stddevOverTime,
  stdvarOverTime,
  sumOverTime,
  tsOfFirstOverTime,
  tsOfLastOverTime,
  tsOfMaxOverTime,
  tsOfMinOverTime,
} from "./over-time.ts";
import { changes, delta, idelta, increase, irate, rate, resets } from "./rate.ts";
import { deriv, predictLinear, smooth } from "./regression.ts";
import { slidingBest } from "./sliding.ts";
import { foldWindows, type WindowFold, type Windows } from "./windows.ts";
import { windowWork } from "./work.ts";

/** Functions of a window alone, and how many samples they need. */
const FOLDS: ReadonlyMap<string, readonly [WindowFold, number]> = new Map([
  ["rate", [rate, 2]],
  ["increase", [increase, 2]],
  ["delta", [delta, 2]],
  ["irate", [irate, 2]],
  ["idelta", [idelta, 2]],
  ["deriv", [deriv, 2]],
  ["changes", [changes, 1]],
  ["resets", [resets, 1]],
  ["sum_over_time", [sumOverTime, 1]],
  ["avg_over_time", [avgOverTime, 1]],
  ["count_over_time", [countOverTime, 1]],
  ["last_over_time", [lastOverTime, 1]],
  ["first_over_time", [firstOverTime, 1]],
  ["stddev_over_time", [stddevOverTime, 1]],
  ["stdvar_over_time", [stdvarOverTime, 1]],
  ["present_over_time", [presentOverTime, 1]],
  ["mad_over_time", [madOverTime, 1]],
  ["ts_of_max_over_time", [tsOfMaxOverTime, 1]],
  ["ts_of_min_over_time", [tsOfMinOverTime, 1]],
  ["ts_of_first_over_time", [tsOfFirstOverTime, 1]],
  ["ts_of_last_over_time", [tsOfLastOverTime, 1]],
] satisfies [string, [WindowFold, number]][]);

const KEEPS_NAME: ReadonlySet<string> = new Set(["last_over_time", "first_over_time"]);
const COUNTERS: ReadonlySet<string> = new Set(["rate", "irate", "increase"]);
const COUNTER_NAME = /(?:_total|_sum|_count|_bucket)$/;

/** Evaluates a function of a range vector, or gives undefined where `call` is none. */
export function evaluateRangeFunction(call: Call, grid: Grid, ev: Evaluation): Column[] | undefined {
  const known = FOLDS.get(call.name);
  if (known !== undefined) return fold(call, ev.ranges(call.args[0]!, grid), known[0], known[1], ev);
  switch (call.name) {
    case "min_over_time":
      return columnsOf(call, ev.ranges(call.args[0]!, grid), (windows) => slidingBest(windows, -1), ev);
    case "max_over_time":
      return columnsOf(call, ev.ranges(call.args[0]!, grid), (windows) => slidingBest(windows, 1), ev);
    case "absent_over_time": {
      const found = fold(call, ev.ranges(call.args[0]!, grid), presentOverTime, 1, ev);
      return absentColumns(call.args[0]!, found, grid.count);
    }
    case "quantile_over_time": {
      const q = ev.scalar(call.args[0]!, grid);
      warnQuantile(q, (value) => ev.warn(quantileWarning(value), call.args[0]!.span));
      return fold(call, ev.ranges(call.args[1]!, grid), quantileOverTime(q), 1, ev);
    }
    case "predict_linear": {
      const ranges = ev.ranges(call.args[0]!, grid);
      return fold(call, ranges, predictLinear(ranges.atMs, ev.scalar(call.args[1]!, grid)), 2, ev);
    }
    case "double_exponential_smoothing": {
      const [sf, tf] = [factors(call, 1, "smoothing", grid, ev), factors(call, 2, "trend", grid, ev)];
      return fold(call, ev.ranges(call.args[0]!, grid), smooth(sf, tf), 2, ev);
    }
    default:
      return undefined;
  }
}

function factors(call: Call, index: number, word: string, grid: Grid, ev: Evaluation): Float64Array {
  const values = ev.scalar(call.args[index]!, grid);
  const wrong = values.find((value) => !(value >= 0 && value <= 1));
  if (wrong !== undefined) {
    const words = `invalid ${word} factor. Expected: 0 <= ${word[0]}f <= 1, got: ${wrong}`;
    throw new PromqlError("execution", words, call.args[index]!.span);
  }
  return values;
}

function fold(call: Call, ranges: Ranges, value: WindowFold, minSamples: number, ev: Evaluation): Column[] {
  const { source } = ranges;
  const mode = source.kind === "matrix_selector" ? source.selector.mode : undefined;
  const workOf = windowWork(call.name);
  const work = (samples: number) => ev.work(workOf(samples));
  // What extends windows copies their samples.
  const copying = (samples: number) => ev.work(2 * samples + 1);
  if (mode !== undefined)
    return columnsOf(call, ranges, (windows) => extendedFold(call.name, mode, windows, copying), ev);
  return columnsOf(call, ranges, (windows) => foldWindows(windows, minSamples, value, work), ev);
}

function columnsOf(
  call: Call,
  ranges: Ranges,
  columnOf: (windows: Windows) => Column | undefined,
  ev: Evaluation,
): Column[] {
  const out: Column[] = [];
  const keepName = KEEPS_NAME.has(call.name);
  for (const windows of ranges.series) {
    ev.spend(windows.from.length);
    const column = columnOf(windows);
    if (column === undefined) continue;
    out.push({ ...column, dropName: keepName ? column.dropName : true });
    if (COUNTERS.has(call.name)) tellOfGauge(call, windows, ev);
  }
  return out;
}

/** A rate of what is no counter is most often a mistake. */
function tellOfGauge(call: Call, { labels }: Windows, ev: Evaluation): void {
  const name = nameOf(labels);
  if (name === "" || COUNTER_NAME.test(name) || labels.get("__type__") === "counter") return;
  const words = "metric might not be a counter, name does not end in _total/_sum/_count/_bucket";
  ev.info(`${words}: ${JSON.stringify(name)}`, call.args[0]!.span);
}
