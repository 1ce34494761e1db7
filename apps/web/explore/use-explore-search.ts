import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { type ExploreSearch, readExploreSearch } from "./explore-search.ts";

/** What is to change in the address; undefined takes a part out. */
export type ExploreChange = { [K in keyof ExploreSearch]?: ExploreSearch[K] | undefined };

/** What is explored, in the address, and how to change it. */
export function useExploreSearch() {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const key = JSON.stringify(raw);
  // biome-ignore lint/correctness/useExhaustiveDependencies: equal addresses mean the same
  const search = useMemo(() => readExploreSearch(raw), [key]);
  const change = useCallback(
    (by: ExploreChange, how: "push" | "replace" = "push") => {
      void navigate({
        to: ".",
        // The address is read by this page, not by its route, so that the route costs the first load nothing.
        search: ((before: Record<string, unknown>) => {
          const after = { ...readExploreSearch(before), ...by };
          return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined));
        }) as never,
        replace: how === "replace",
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [search, change] as const;
}
