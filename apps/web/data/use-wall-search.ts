import { getRouteApi } from "@tanstack/react-router";
import { useCallback } from "react";
import type { WallSearch } from "./url-state.ts";

const route = getRouteApi("/");

/** What is to change in the address; undefined takes a part out. */
export type SearchChange = { [K in keyof WallSearch]?: WallSearch[K] | undefined };

/** The wall's state in the address, and how to change it: as a new entry of the history, or over the last one. */
export function useWallSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (by: SearchChange, how: "push" | "replace" = "push") => {
      void navigate({
        search: (before) => merged(before, by),
        replace: how === "replace",
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [search, change] as const;
}

function merged(before: WallSearch, by: SearchChange): WallSearch {
  const after = { ...before, ...by };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined));
}
