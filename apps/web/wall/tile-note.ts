import type { Tile } from "@mission-control/contracts";
import type { LaneState } from "../data/lane-feed.ts";
import { valueText } from "../format/value.ts";

/**
 * What stands below a tile's number: why there is none, or the value of its note (NaN where it has none) and its words,
 * all of one moment, which is now or another.
 */
export function tileNote(
  tile: Pick<Tile, "note" | "noteText" | "noteUnit">,
  of: { state: LaneState; value: number; note: number; isNow: boolean },
): string {
  const { phase, failure, rows } = of.state;
  if (phase === "failed") return failure?.message ?? "failed";
  if (phase === "ready" && rows.length === 0) return of.isNow ? "no data yet" : "no data then";
  if (rows.length > 0 && Number.isNaN(of.value)) return of.isNow ? "no data now" : "no data then";
  if (tile.note === undefined) return tile.noteText ?? "";
  if (Number.isNaN(of.note)) return "";
  return [valueText(of.note, tile.noteUnit), tile.noteText].filter(Boolean).join(" ");
}
