import type { LaneSubscription } from "@mission-control/contracts";
import { pairKey } from "./pairs.ts";

/** What a browser watches, and the keys of its pairs, each once. */
export interface WatchList {
  readonly lanes: readonly LaneSubscription[];
  readonly keys: readonly string[];
}

/** What watches nothing. */
export const noLanes: WatchList = { lanes: [], keys: [] };

/** One list for all who watch the same, so that their steps are put together once. */
export function createWatchLists() {
  let lists = new Map<string, WatchList>();
  const keyOf = (keys: readonly string[]) => JSON.stringify(keys);
  return {
    of(lanes: readonly LaneSubscription[]): WatchList {
      const keys = [...new Set(lanes.map(pairKey))];
      const known = lists.get(keyOf(keys));
      if (known !== undefined) return known;
      const list = { lanes, keys };
      lists.set(keyOf(keys), list);
      return list;
    },
    /** Forgets all but these. */
    keep(used: Iterable<WatchList>): void {
      const kept = new Map<string, WatchList>();
      for (const list of new Set(used)) kept.set(keyOf(list.keys), list);
      lists = kept;
    },
    get size() {
      return lists.size;
    },
  };
}
