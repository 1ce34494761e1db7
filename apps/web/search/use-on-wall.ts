import { useLocation, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { lastWall } from "../data/last-wall.ts";
import type { WallSearch } from "../data/url-state.ts";
import { placeOfView } from "../data/use-views.ts";
import { merged, type SearchChange, useWallSearch } from "../data/use-wall-search.ts";

/** Changes the wall that is shown; from another page it goes to the one that was looked at last. */
export function useOnWall(): (by: (search: WallSearch) => SearchChange) => void {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const [search, change] = useWallSearch();
  const isWall = pathname === "/" || /^\/views\/[^/]+$/.test(pathname);
  return useCallback(
    (by) => {
      if (isWall) return change(by(search));
      const last = lastWall();
      void navigate({ ...placeOfView(last.slug), search: merged(last.search, by(last.search)) });
    },
    [isWall, search, change, navigate],
  );
}
