/** Functions of Prometheus that read native histograms, which are not kept. */
const OF_NATIVE_HISTOGRAMS = new Set([
  "histogram_avg",
  "histogram_count",
  "histogram_stddev",
  "histogram_stdvar",
  "histogram_sum",
]);

/** Why a function cannot be called. */
export function unknownFunction(name: string): string {
  const quoted = JSON.stringify(name);
  if (OF_NATIVE_HISTOGRAMS.has(name)) {
    return `function ${quoted} is not supported: it reads native histograms; classic ones have series with _count, _sum and _bucket`;
  }
  if (name === "info")
    return `function ${quoted} is not supported: join by "* on (...) group_left (...)" instead`;
  return `unknown function with name ${quoted}`;
}
