/**
 * Replaces Grafana's interval variables, so that one expression suits every step: `$__interval` is the step, and
 * `$__rate_interval` a window in which a counter is sure to have been seen often enough: the step and one collection more,
 * at least four collections.
 */
export function expandIntervals(expr: string, stepMs: number, baseStepMs: number): string {
  const rateMs = Math.max(stepMs + baseStepMs, 4 * baseStepMs);
  return expr.replaceAll("$__rate_interval", `${rateMs}ms`).replaceAll("$__interval", `${stepMs}ms`);
}
