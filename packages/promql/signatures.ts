import type { ValueType } from "./ast.ts";

/** What a function takes and gives. The last `optional` arguments may be left out; with `rest`, the last repeats. */
export interface Signature {
  readonly args: readonly ValueType[];
  readonly optional: number;
  readonly rest: boolean;
  readonly returns: ValueType;
}

const known = new Map<string, Signature>();

function define(
  names: string,
  args: readonly ValueType[],
  returns: ValueType,
  more: { optional?: number; rest?: boolean } = {},
): void {
  for (const name of names.split(" ")) {
    known.set(name, { args, returns, optional: more.optional ?? 0, rest: more.rest ?? false });
  }
}

define("abs ceil floor exp sqrt ln log2 log10 sgn timestamp sort sort_desc absent", ["vector"], "vector");
define("acos acosh asin asinh atan atanh cos cosh sin sinh tan tanh deg rad", ["vector"], "vector");
define("days_in_month day_of_month day_of_week day_of_year hour minute month year", ["vector"], "vector", {
  optional: 1,
});
define("round", ["vector", "scalar"], "vector", { optional: 1 });
define("clamp", ["vector", "scalar", "scalar"], "vector");
define("clamp_max clamp_min", ["vector", "scalar"], "vector");
define("rate irate increase delta idelta deriv changes resets absent_over_time", ["matrix"], "vector");
define("avg_over_time min_over_time max_over_time sum_over_time count_over_time", ["matrix"], "vector");
define("last_over_time first_over_time stddev_over_time stdvar_over_time", ["matrix"], "vector");
define("present_over_time mad_over_time ts_of_first_over_time ts_of_last_over_time", ["matrix"], "vector");
define("ts_of_max_over_time ts_of_min_over_time", ["matrix"], "vector");
define("quantile_over_time", ["scalar", "matrix"], "vector");
define("predict_linear", ["matrix", "scalar"], "vector");
define("double_exponential_smoothing", ["matrix", "scalar", "scalar"], "vector");
define("histogram_quantile", ["scalar", "vector"], "vector");
define("histogram_quantiles", ["vector", "string", "scalar"], "vector", { rest: true });
define("histogram_fraction", ["scalar", "scalar", "vector"], "vector");
define("label_replace", ["vector", "string", "string", "string", "string"], "vector");
define("label_join", ["vector", "string", "string", "string"], "vector", { optional: 1, rest: true });
define("sort_by_label sort_by_label_desc", ["vector", "string"], "vector", { optional: 1, rest: true });
define("scalar", ["vector"], "scalar");
define("vector", ["scalar"], "vector");
define("time pi start end step range", [], "scalar");
define("min_of max_of", ["scalar", "scalar"], "scalar");

/** Every function that can be called, by name. */
export const SIGNATURES: ReadonlyMap<string, Signature> = known;
