import type { LaneSubscription } from "@mission-control/contracts";
import { pairKey } from "./pairs.ts";

/** What a browser watches, and the keys of its pairs, each once. */
export interface WatchList {
  readonly lanes: readonly LaneSubscription[];
  readonly keys: readonly string[];
  /** What tells it from lists of other keys; long, so that it is made once. */
  readonly name: string;
}

/** What watches nothing. */
export const noLanes: WatchList = { lanes: [], keys: [], name: "[]" };

/** One list for all who watch the same, so that their steps are put together once. */
export function createWatchLists() {
  let lists = new Map<string, WatchList>();
  return {
    of(lanes: readonly LaneSubscription[]): WatchList {
      const keys = [...new Set(lanes.map(pairKey))];
      const name = JSON.stringify(keys);
      const known = lists.get(name);
      if (known !== undefined) return known;
      const list = { lanes, keys, name };
      lists.set(name, list);
      return list;
    },
    /** Forgets all but these. */
    keep(used: Iterable<WatchList>): void {
      const kept = new Map<string, WatchList>();
      for (const list of new Set(used)) kept.set(list.name, list);
      lists = kept;
    },
    get size() {
      return lists.size;
    },
  };
}
