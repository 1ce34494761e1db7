import type { SharedPage } from "@mission-control/contracts";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { useWallSearch } from "../data/use-wall-search.ts";
import { Kiosk } from "../kiosk/Kiosk.tsx";
import { searchOf } from "../share/shown-search.ts";
import { SharedView } from "./SharedView.tsx";

/** The views of a link: one, or several in turn. */
export function SharedWalls({ page }: { page: SharedPage }) {
  const { views, kind, everyS } = page;
  const navigate = useNavigate();
  const [search] = useWallSearch();
  const { zoom } = search;
  // An address that says something was opened again, or sent on.
  const isOwn = useRef(kind !== "wall" && Object.keys(search).length > 0);
  const [index, setIndex] = useState(isOwn.current ? 0 : -1);

  const show = useCallback(
    async (next: number) => {
      const shown = { ...searchOf(views[next]!.shown), ...(zoom !== undefined && { zoom }) };
      await navigate({ to: ".", search: shown as never, replace: true });
      setIndex(next);
    },
    [navigate, views, zoom],
  );
  const first = useRef(show);
  useEffect(() => {
    if (!isOwn.current) void first.current(0);
  }, []);

  const shown = index < 0 ? undefined : views[index % views.length];
  if (shown === undefined) return null;
  const wall = <SharedView key={shown.shown.slug + index} page={page} {...shown} />;
  if (kind !== "wall") return wall;
  return (
    <>
      {wall}
      <Kiosk
        name={shown.view.name}
        count={views.length}
        everyS={everyS}
        zoom={zoom}
        onStep={(by) => void show((index + by + views.length) % views.length)}
      />
    </>
  );
}
