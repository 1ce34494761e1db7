import type { Tile } from "@mission-control/contracts";
import type { Edit } from "./draft.ts";
import { freeId } from "./free-id.ts";

/** A tile before it stands anywhere. */
export type NewTile = Omit<Tile, "id">;

export const addTile = (tile: NewTile): Edit => {
  return (view) => ({ ...view, tiles: [...view.tiles, { ...tile, id: freeId("tile", view.tiles) }] });
};

/** Puts another tile where one stands; it keeps its name. */
export const changeTile = (id: string, tile: NewTile): Edit => {
  return (view) => ({
    ...view,
    tiles: view.tiles.map((each) => (each.id === id ? { ...tile, id } : each)),
  });
};

export const removeTile = (id: string): Edit => {
  return (view) => ({ ...view, tiles: view.tiles.filter((tile) => tile.id !== id) });
};

/** Moves tiles before another one, or to the end. */
export const moveTiles = (ids: readonly string[], before: string | undefined): Edit => {
  return (view) => {
    const moved = view.tiles.filter(({ id }) => ids.includes(id));
    const from = before === undefined ? view.tiles.length : view.tiles.findIndex(({ id }) => id === before);
    const mark = view.tiles.slice(Math.max(0, from)).find(({ id }) => !ids.includes(id));
    const stay = view.tiles.filter(({ id }) => !ids.includes(id));
    const at = mark === undefined ? stay.length : stay.indexOf(mark);
    return { ...view, tiles: stay.toSpliced(at, 0, ...moved) };
  };
};

/** Moves a tile to the left (-1) or to the right (1). */
export const stepTile = (id: string, by: -1 | 1): Edit => {
  return (view) => {
    const at = view.tiles.findIndex((tile) => tile.id === id);
    const to = at + by;
    if (at < 0 || to < 0 || to >= view.tiles.length) return view;
    return moveTiles([id], view.tiles[by < 0 ? to : to + 1]?.id)(view);
  };
};
