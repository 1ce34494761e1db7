const UNITS = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
]);

/** A length of time: ms as a number, or `"500ms"`, `"5s"`, `"1m"`. */
export type Duration = number | `${number}${"ms" | "s" | "m"}`;

/**
 * A duration in ms.
 * @throws RangeError where it is none, or not above 0.
 */
export function durationMs(duration: Duration): number {
  const parts = typeof duration === "number" ? undefined : /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(duration);
  const ms =
    typeof duration === "number"
      ? duration
      : Number(parts?.[1]) * (UNITS.get(parts?.[2] ?? "") ?? Number.NaN);
  if (ms > 0 && Number.isFinite(ms)) return ms;
  throw new RangeError(`"${duration}" is no duration: write "500ms", "5s" or "1m", or ms as a number`);
}
