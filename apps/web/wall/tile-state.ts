import type { Tile } from "@mission-control/contracts";

/** How a tile's number is. */
export type TileState = "ok" | "warn" | "bad";

/** The state of a value: at or past `warnAt` and `badAt`. Where `badAt` is the smaller one, low is bad. */
export function tileState(tile: Pick<Tile, "warnAt" | "badAt">, value: number): TileState {
  const { warnAt, badAt } = tile;
  const lowIsBad = warnAt !== undefined && badAt !== undefined && badAt < warnAt;
  const past = (limit: number | undefined) =>
    limit !== undefined && (lowIsBad ? value <= limit : value >= limit);
  if (past(badAt)) return "bad";
  return past(warnAt) ? "warn" : "ok";
}
