import { type Panel, panelGrid } from "@mission-control/contracts";
import {
  cloneLayout,
  correctBounds,
  type Layout,
  type LayoutItem,
  moveElement,
  verticalCompactor,
} from "react-grid-layout/core";

/** Where a panel stands, in columns and rows of its section's grid. */
export type GridPlace = Panel["place"];

/** The panels of a section as the grid's library has them. */
export function layoutOf(panels: readonly Pick<Panel, "id" | "place">[]): LayoutItem[] {
  return panels.map(({ id, place }) => ({ i: id, ...place, maxH: 100 }));
}

/** The same, back by the panels' names. */
export function placesOf(layout: Layout): ReadonlyMap<string, GridPlace> {
  return new Map(layout.map(({ i, x, y, w, h }) => [i, { x, y, w, h }]));
}

/** Where panels are drawn, on the wall as where they are arranged: within the grid, over no other, and without gaps above. */
export function shownPlaces(panels: readonly Pick<Panel, "id" | "place">[]): ReadonlyMap<string, GridPlace> {
  return placesOf(shownLayout(panels));
}

const shownLayout = (panels: readonly Pick<Panel, "id" | "place">[]): Layout =>
  verticalCompactor.compact(correctBounds(layoutOf(panels), { cols: panelGrid.columns }), panelGrid.columns);

/** The first place from the top where a panel of this size stands over no other. */
export function freeSpot(taken: readonly GridPlace[], size: Pick<GridPlace, "w" | "h">): GridPlace {
  for (let y = 0; ; y++) {
    for (let x = 0; x + size.w <= panelGrid.columns; x++) {
      const place = { x, y, ...size };
      if (!taken.some((other) => overlap(place, other))) return place;
    }
  }
}

/**
 * A panel moved by a key: a column to the side, or up or down past what stands there, as dragging it would. The others
 * make room, and all move up as far as they can.
 */
export function nudge(
  panels: readonly Pick<Panel, "id" | "place">[],
  id: string,
  by: { readonly dx: number; readonly dy: number },
): ReadonlyMap<string, GridPlace> {
  const before = shownLayout(panels);
  const own = before.find(({ i }) => i === id);
  if (own === undefined) return placesOf(before);
  const x = Math.min(Math.max(0, own.x + by.dx), panelGrid.columns - own.w);
  if (by.dy === 0) return placesOf(moved(before, id, x, own.y));
  const lowest = Math.max(...before.map(({ y, h }) => y + h));
  // A panel falls back up to where it stood until it is past the next one.
  for (let y = own.y + by.dy; y >= 0 && y <= lowest; y += by.dy) {
    const after = moved(before, id, x, y);
    if (after.find(({ i }) => i === id)?.y !== own.y) return placesOf(after);
  }
  return placesOf(before);
}

/** A panel made wider and higher, or with less than 0 smaller, as far as the grid goes. */
export function grow(
  panels: readonly Pick<Panel, "id" | "place">[],
  id: string,
  by: { readonly dw: number; readonly dh: number },
): ReadonlyMap<string, GridPlace> {
  const layout = shownLayout(panels).map((item) => {
    if (item.i !== id) return item;
    const w = Math.min(Math.max(1, item.w + by.dw), panelGrid.columns - item.x);
    const h = Math.min(Math.max(1, item.h + by.dh), 100);
    return { ...item, w, h };
  });
  return placesOf(verticalCompactor.compact(layout, panelGrid.columns));
}

function moved(before: Layout, id: string, x: number, y: number): Layout {
  const layout = cloneLayout(before);
  const item = layout.find(({ i }) => i === id)!;
  const after = moveElement(layout, item, x, y, true, false, "vertical", panelGrid.columns, false);
  return verticalCompactor.compact(after, panelGrid.columns);
}

/** Whether two panels would stand over each other. */
export function overlap(a: GridPlace, b: GridPlace): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
