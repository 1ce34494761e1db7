import { defaultView, type ViewList } from "@mission-control/contracts";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useCallback } from "react";
import { ask } from "./ask.ts";
import { afterLanes } from "./lanes-first.ts";
import { orThrow } from "./outcome.ts";
import type { WallSearch } from "./url-state.ts";

/** The slug of the view that the address names. */
export function useViewSlug(): string {
  return useParams({ strict: false }).slug ?? defaultView;
}

/** Every view there is, each with what it is about. */
export function useViews() {
  return useQuery({ ...viewList, select: viewsIn });
}

/** The same with the folder of views that stand in files; asked for again each `everyMs`. */
export function useViewList(everyMs: number) {
  return useQuery({ ...viewList, refetchInterval: everyMs });
}

const viewList = queryOptions({
  queryKey: ["views"],
  queryFn: async ({ signal }) => {
    await afterLanes();
    return orThrow(await ask<ViewList>("/api/views", { signal }));
  },
  staleTime: 5_000,
  refetchInterval: 60_000,
});

const viewsIn = ({ views }: ViewList) => views;

/** Where a view stands. The stretch of time goes along from one to the next; folds and added lanes are of one view. */
export function placeOfView(slug: string) {
  const search = ({ range, pause, from, to, tz, at }: WallSearch): WallSearch => ({
    ...(range !== undefined && { range }),
    ...(pause !== undefined && { pause }),
    ...(tz !== undefined && { tz }),
    ...(from !== undefined && to !== undefined && { from, to }),
    ...(at !== undefined && { at }),
  });
  return slug === defaultView
    ? ({ to: "/", search } as const)
    : ({ to: "/views/$slug", params: { slug }, search } as const);
}

/** Where a wall stands as it was left, with one more lane. */
export function placeWithLane(wall: { slug: string; search: WallSearch }, expr: string) {
  const lane = [...new Set([...(wall.search.lane ?? []), expr])];
  const search: WallSearch = { ...wall.search, lane };
  return wall.slug === defaultView
    ? ({ to: "/", search } as const)
    : ({ to: "/views/$slug", params: { slug: wall.slug }, search } as const);
}

/** Goes to a view. */
export function useGoToView(): (slug: string) => void {
  const navigate = useNavigate();
  return useCallback((slug) => void navigate(placeOfView(slug)), [navigate]);
}
