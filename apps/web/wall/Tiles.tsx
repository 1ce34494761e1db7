import type { Tile } from "@mission-control/contracts";
import { TileView } from "./TileView.tsx";

/** The numbers on top. */
export function Tiles({ tiles }: { tiles: readonly Tile[] }) {
  if (tiles.length === 0) return null;
  return (
    <ul className="tiles" aria-label="At a glance">
      {tiles.map((tile) => (
        <TileView key={tile.id} tile={tile} />
      ))}
    </ul>
  );
}
