/** Whether a value is as it should be, by where it begins to be high and critical. Where `badAt` is below `warnAt`, less is worse. */
export function stateOf(
  value: number,
  { warnAt, badAt }: { warnAt?: number | undefined; badAt?: number | undefined },
): "ok" | "warn" | "bad" | "none" {
  if (Number.isNaN(value) || (warnAt === undefined && badAt === undefined)) return "none";
  const sign = warnAt !== undefined && badAt !== undefined && badAt < warnAt ? -1 : 1;
  const reaches = (at: number | undefined) => at !== undefined && value * sign >= at * sign;
  if (reaches(badAt)) return "bad";
  return reaches(warnAt) ? "warn" : "ok";
}
