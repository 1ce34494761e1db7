import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { WallSearch } from "./url-state.ts";

/** What is to change in the address; undefined takes a part out. */
export type SearchChange = { [K in keyof WallSearch]?: WallSearch[K] | undefined };

/** The wall's state in the address, and how to change it: as a new entry of the history, or over the last one. */
export function useWallSearch() {
  // Of whichever route shows a wall; other routes have none of it.
  const search: WallSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (by: SearchChange, how: "push" | "replace" = "push") => {
      void navigate({
        to: ".",
        search: (before) => merged(before, by),
        replace: how === "replace",
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [search, change] as const;
}

/** A wall's state with a change to it. */
export function merged(before: WallSearch, by: SearchChange): WallSearch {
  const after = { ...before, ...by };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined)) as WallSearch;
}
