import { useMemo, useSyncExternalStore } from "react";
import type { LaneFeed } from "../data/lane-feed.ts";
import { type SectionState, sectionState } from "./section-state.ts";

/** The state over some feeds; it changes when one of theirs does. Give it the same list while the feeds are the same. */
export function useSectionState(feeds: readonly LaneFeed[]): SectionState {
  const store = useMemo(
    () => ({
      subscribe(listener: () => void) {
        const undo = feeds.map((feed) => feed.subscribe(listener));
        return () => {
          for (const stop of undo) stop();
        };
      },
      // A text, because a store's snapshot has to be equal to itself while nothing changed.
      snapshot: () => JSON.stringify(sectionState(feeds.map((feed) => feed.state()))),
    }),
    [feeds],
  );
  return JSON.parse(useSyncExternalStore(store.subscribe, store.snapshot)) as SectionState;
}
