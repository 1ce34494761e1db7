import { limits } from "@mission-control/contracts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";

/** The orders in which views can be listed; the names stand in links. */
export const viewSorts = ["name", "saved", "opened"] as const;

/** What of the page of views stands in its address. */
export interface ViewsSearch {
  /** What is looked for. */
  q?: string;
  /** Every view that is listed has all of these. */
  tag?: readonly string[];
  sort?: (typeof viewSorts)[number];
}

/** Reads the page's state from an address; what makes no sense is left out. */
export function readViewsSearch(raw: Record<string, unknown>): ViewsSearch {
  const q = typeof raw.q === "string" ? raw.q.slice(0, limits.nameLength) : "";
  const tags = (Array.isArray(raw.tag) ? raw.tag : [raw.tag]).filter(
    (tag): tag is string => typeof tag === "string" && tag !== "",
  );
  const sort = viewSorts.find((each) => each === raw.sort);
  return {
    ...(q !== "" && { q }),
    ...(tags.length > 0 && { tag: [...new Set(tags)].slice(0, limits.tagsPerView) }),
    ...(sort !== undefined && sort !== "name" && { sort }),
  };
}

/** What is looked for, in the address, and how to change it. Typing makes no entries of the history. */
export function useViewsSearch() {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const key = JSON.stringify(raw);
  // biome-ignore lint/correctness/useExhaustiveDependencies: equal addresses mean the same
  const search = useMemo(() => readViewsSearch(raw), [key]);
  const change = useCallback(
    (by: ViewsSearch) => {
      void navigate({
        to: ".",
        // The address is read by this page, not by its route, so that the route costs the first load nothing.
        search: ((before: Record<string, unknown>) =>
          readViewsSearch({ ...readViewsSearch(before), ...by })) as never,
        replace: true,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [search, change] as const;
}
