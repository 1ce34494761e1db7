import type { Tile } from "@mission-control/contracts";
import { useMemo } from "react";
import { expandTile, useExpand, useExpandWords } from "../variables/expand.ts";
import { TileView } from "../wall/TileView.tsx";

/** The numbers on top. */
export function Tiles({ tiles }: { tiles: readonly Tile[] }) {
  const expr = useExpand();
  const words = useExpandWords();
  const expanded = useMemo(
    () => tiles.map((tile) => expandTile(tile, { expr, words })),
    [tiles, expr, words],
  );
  if (tiles.length === 0) return null;
  return (
    <ul className="tiles" aria-label="At a glance">
      {expanded.map((tile) => (
        <TileView key={tile.id} tile={tile} />
      ))}
    </ul>
  );
}
