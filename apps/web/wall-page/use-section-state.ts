import { useMemo, useSyncExternalStore } from "react";
import type { LaneFeed } from "../data/lane-feed.ts";

/** How the lanes of a section are, in one word and in words. */
export interface SectionState {
  readonly kind: "ok" | "bad" | "quiet" | "folded";
  readonly words: string;
  readonly rows: number;
}

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
      snapshot: () => JSON.stringify(sectionState(feeds)),
    }),
    [feeds],
  );
  return JSON.parse(useSyncExternalStore(store.subscribe, store.snapshot)) as SectionState;
}

function sectionState(feeds: readonly LaneFeed[]): SectionState {
  let failed = 0;
  let empty = 0;
  let waiting = 0;
  let pastless = 0;
  let rows = 0;
  for (const feed of feeds) {
    const state = feed.state();
    rows += Math.max(1, state.rows.length);
    if (state.phase === "failed") failed++;
    else if (state.phase === "waiting") waiting++;
    else if (state.failure !== undefined) pastless++;
    else if (state.rows.length === 0) empty++;
  }
  if (failed > 0) return { kind: "bad", words: `${failed} failing`, rows };
  if (pastless > 0)
    return { kind: "bad", words: `${pastless} without ${pastless === 1 ? "its" : "their"} past`, rows };
  if (waiting > 0) return { kind: "quiet", words: "", rows };
  if (empty > 0)
    return { kind: empty === feeds.length ? "quiet" : "ok", words: `${empty} without data`, rows };
  return { kind: "ok", words: "", rows };
}
