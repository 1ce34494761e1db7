import { useLocation, useNavigate } from "@tanstack/react-router";
import { lastWall } from "../data/last-wall.ts";
import { readWallSearch, type WallSearch } from "../data/url-state.ts";
import { placeOfView } from "../data/use-views.ts";
import { merged, type SearchChange, useWallSearch } from "../data/use-wall-search.ts";

/**
 * The state of the wall that is shown, and how to change it, for what stands outside of every page; from another page than
 * a wall this goes to the one that was looked at last.
 */
export function useOnWall(): [WallSearch, (by: SearchChange) => void] {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const [raw, change] = useWallSearch();
  const isWall = pathname === "/" || /^\/views\/[^/]+$/.test(pathname);
  // Outside of the page the address is as it was typed.
  const search = isWall ? readWallSearch({ ...raw }) : lastWall().search;
  const goOn = (by: SearchChange) =>
    isWall
      ? change(by)
      : void navigate({ ...placeOfView(lastWall().slug), search: merged(lastWall().search, by) });
  return [search, goOn];
}
