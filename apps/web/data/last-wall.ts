import { defaultView } from "@mission-control/contracts";
import type { WallSearch } from "./url-state.ts";

interface PlaceOfWall {
  readonly slug: string;
  readonly search: WallSearch;
}

let last: PlaceOfWall = { slug: defaultView, search: {} };

/** The wall that was looked at last, as its address had it: other pages lead back there. */
export function lastWall(): PlaceOfWall {
  return last;
}

export function rememberWall(place: PlaceOfWall): void {
  last = place;
}
