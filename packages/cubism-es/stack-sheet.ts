import type { Ink } from "./ink.ts";
import type { Place } from "./lane.ts";
import type { Surface, Tile } from "./surface.ts";

/** How high a canvas grows before the next one begins, in CSS pixels: half a screen. */
const TILE_PX = 432;

/** A lane's place in a stack. */
export interface StackPlace extends Place {
  /** Writes a caption at the lane's right end, where the stack has a style for them; "" is none. */
  write(text: string): void;
}

/** A place with what stands there, and where. */
export interface Standing extends StackPlace {
  lane: Parameters<Place["hold"]>[0] | undefined;
  readonly seen: ((inSight: boolean) => void) | undefined;
  sheet: Sheet | undefined;
  /** The pixels it draws on. */
  drawn: Surface | undefined;
  /** Below the upper edge of its sheet, in CSS pixels. */
  topPx: number;
  heightPx: number;
  text: string;
}

/** A tile with the lanes that stand on it. */
export interface Sheet {
  readonly canvas: HTMLCanvasElement;
  /** Made when the first lane on it draws: most of hundreds of lanes are never seen. */
  tile: Tile | undefined;
  ink: { readonly canvas: HTMLCanvasElement; readonly ink: Ink } | undefined;
  places: Standing[];
  topPx: number;
  leftPx: number;
  heightPx: number;
  inSight: boolean;
  /** Whether it holds pixels. */
  isFull: boolean;
  /** What they were made for; NaN where they are to be made anew. */
  columns: number;
  ratio: number;
}

/** Spreads what was found in the box over sheets, from the top. */
export function groupsOf<Found extends { readonly top: number; readonly height: number }>(
  found: readonly Found[],
): Found[][] {
  const groups: Found[][] = [];
  for (const each of [...found].sort((a, b) => a.top - b.top)) {
    const group = groups.at(-1);
    if (group === undefined || each.top + each.height - group[0]!.top > TILE_PX) groups.push([each]);
    else group.push(each);
  }
  return groups;
}

/** Of the sheets that are free the one on which most of these stand, so that few lanes move to another. */
export function mostUsed(places: readonly Standing[], free: ReadonlySet<Sheet>): Sheet | undefined {
  const counts = new Map<Sheet, number>();
  let most: Sheet | undefined;
  for (const { sheet } of places) {
    if (sheet === undefined || !free.has(sheet)) continue;
    const count = (counts.get(sheet) ?? 0) + 1;
    counts.set(sheet, count);
    if (most === undefined || count > counts.get(most)!) most = sheet;
  }
  return most;
}

/** The first row of a lane on its sheet. */
export function rowAt({ topPx }: Standing, ratio: number): number {
  return Math.round(topPx * ratio);
}

/** How many rows a lane has: no more than lie between it and the next one, as edges are rounded to whole rows. */
export function roomOf(place: Standing, { places, ratio }: Sheet): number {
  const next = places[places.indexOf(place) + 1];
  return next === undefined ? Number.POSITIVE_INFINITY : rowAt(next, ratio) - rowAt(place, ratio);
}
