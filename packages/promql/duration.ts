import type { Duration } from "./ast.ts";
import { PromqlError } from "./errors.ts";

const UNIT_SECONDS = [
  ["y", 365 * 86_400],
  ["w", 7 * 86_400],
  ["d", 86_400],
  ["h", 3_600],
  ["m", 60],
  ["s", 1],
  ["ms", 0.001],
] as const;

const DURATION = /^(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m(?!s))?(?:\d+s)?(?:\d+ms)?$/;

/** Seconds of a duration such as `1h30m` or `250ms`, NaN where the text is none. Units go from large to small. */
export function parseDuration(text: string): number {
  if (text === "" || !DURATION.test(text)) return Number.NaN;
  let ms = 0;
  for (const [, digits, unit] of text.matchAll(/(\d+)(ms|[ywdhms])/g)) {
    ms += Number(digits) * UNIT_SECONDS.find(([name]) => name === unit)![1] * 1000;
  }
  return Math.round(ms) / 1000;
}

/** A duration of `seconds` as Prometheus writes it: `1h30m`, `250ms`, `0s`. */
export function formatSeconds(seconds: number): string {
  let ms = Math.round(Math.abs(seconds) * 1000);
  if (ms === 0) return "0s";
  let out = seconds < 0 ? "-" : "";
  for (const [unit, unitSeconds] of UNIT_SECONDS) {
    const unitMs = unitSeconds * 1000;
    // Years and weeks are written only where nothing remains, so that 8d does not read 1w1d.
    if ((unit === "y" || unit === "w") && ms % unitMs !== 0) continue;
    const count = Math.floor(ms / unitMs);
    if (count > 0) out += `${count}${unit}`;
    ms -= count * unitMs;
  }
  return out;
}

/** What the durations of an expression may depend on, in milliseconds. */
export interface DurationContext {
  readonly stepMs: number;
  readonly rangeMs: number;
}

/** Milliseconds of a duration, rounded to whole ones. Throws `bad_data` where it divides by zero. */
export function durationMs(duration: Duration, context: DurationContext): number {
  return Math.round(seconds(duration, context) * 1000);
}

/** Milliseconds of a duration that has to be a length of time. Throws `bad_data` where it is not above 0. */
export function lengthMs(duration: Duration, context: DurationContext): number {
  const ms = durationMs(duration, context);
  if (!(ms > 0)) throw new PromqlError("bad_data", "duration must be greater than 0");
  return ms;
}

/** Whether a duration is the same for every query. */
export function isConstant(duration: Duration): boolean {
  if ("left" in duration) return isConstant(duration.left) && isConstant(duration.right);
  return duration.kind === "negate" ? isConstant(duration.operand) : duration.kind === "fixed";
}

function seconds(duration: Duration, context: DurationContext): number {
  switch (duration.kind) {
    case "fixed":
      return duration.seconds;
    case "step":
      return context.stepMs / 1000;
    case "range":
      return context.rangeMs / 1000;
    case "negate":
      return -seconds(duration.operand, context);
    default:
      return combine(duration.kind, seconds(duration.left, context), seconds(duration.right, context));
  }
}

function combine(op: "+" | "-" | "*" | "/" | "%" | "^" | "min_of" | "max_of", a: number, b: number): number {
  switch (op) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      if (b === 0) throw new PromqlError("bad_data", "division by zero");
      return a / b;
    case "%":
      if (b === 0) throw new PromqlError("bad_data", "modulo by zero");
      return a % b;
    case "^":
      return a ** b;
    case "min_of":
      return Math.min(a, b);
    case "max_of":
      return Math.max(a, b);
  }
}

/** The text of a duration. */
export function formatDuration(duration: Duration): string {
  switch (duration.kind) {
    case "fixed":
      return formatSeconds(duration.seconds);
    case "step":
    case "range":
      return `${duration.kind}()`;
    case "negate":
      return duration.operand.kind === "fixed"
        ? formatSeconds(-duration.operand.seconds)
        : `-(${formatDuration(duration.operand)})`;
    case "min_of":
    case "max_of":
      return `${duration.kind}(${formatDuration(duration.left)}, ${formatDuration(duration.right)})`;
    default:
      return `(${formatDuration(duration.left)} ${duration.kind} ${formatDuration(duration.right)})`;
  }
}
