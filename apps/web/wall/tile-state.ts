/** How a tile's number is. */
export type TileState = "ok" | "warn" | "bad";

interface Limits {
  readonly warnAt?: number | undefined;
  readonly badAt?: number | undefined;
}

const isLowBad = ({ warnAt, badAt }: Limits) => warnAt !== undefined && badAt !== undefined && badAt < warnAt;

/** What a state is called, on tiles and panels; "" where there is nothing to say. */
export function stateWord(state: TileState | "none", limits: Limits): string {
  if (state === "bad") return "critical";
  if (state !== "warn") return "";
  return isLowBad(limits) ? "low" : "high";
}

/** The state of a value: at or past `warnAt` and `badAt`. Where `badAt` is the smaller one, low is bad. */
export function tileState(limits: Limits, value: number): TileState {
  const { warnAt, badAt } = limits;
  const lowIsBad = isLowBad(limits);
  const past = (limit: number | undefined) =>
    limit !== undefined && (lowIsBad ? value <= limit : value >= limit);
  if (past(badAt)) return "bad";
  return past(warnAt) ? "warn" : "ok";
}
