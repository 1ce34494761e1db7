import type { SharedPage, ShownView, View } from "@mission-control/contracts";
import { useEffect, useMemo } from "react";
import { useServices } from "../data/services.ts";
import { spanOf } from "../data/span.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { exactTime } from "../format/time.ts";
import { Reconnecting } from "../kiosk/Reconnecting.tsx";
import { searchOf } from "../share/shown-search.ts";
import { useExpandOf } from "../variables/expand.ts";
import { DefaultStoreProvider } from "../wall/default-store.ts";
import { RangePicker } from "../wall/RangePicker.tsx";
import { WallProvider } from "../wall/wall-context.ts";
import { createWall } from "../wall/wall-model.ts";
import { LiveControl } from "../wall-page/LiveControl.tsx";
import { placeLanes } from "../wall-page/placed.ts";
import { Tiles } from "../wall-page/Tiles.tsx";
import { useWallKeys } from "../wall-page/use-wall-keys.ts";
import { WallBody } from "../wall-page/WallBody.tsx";

const none: View["variables"] = [];

/** One view that was shared: the same wall, which nobody can change from here. */
export function SharedView({ page, view, shown }: { page: SharedPage; view: View; shown: ShownView }) {
  const services = useServices();
  const [search, change] = useWallSearch();
  const wall = useMemo(() => createWall(services, page.baseStepMs), [services, page.baseStepMs]);
  const expand = useExpandOf(none, search);
  const sections = useMemo(
    () => (expand === undefined ? [] : placeLanes(view, shown.lanes, expand)),
    [view, shown.lanes, expand],
  );
  const isStill = shown.pauseMs !== undefined;
  const title = page.title === "" ? view.name : page.title;
  useEffect(() => {
    document.title = `${title} · Mission Control`;
  }, [title]);
  useEffect(() => wall.start(), [wall]);
  // Of what stands still there is nothing before and after it.
  const { ms, endMs } = spanOf(search);
  const { rangeMs, pauseMs } = shown;
  useEffect(() => {
    if (pauseMs === undefined || (ms === rangeMs && endMs === pauseMs)) return;
    const { range, pause, from, to } = searchOf(shown);
    change({ range, pause, from, to }, "replace");
  }, [ms, endMs, rangeMs, pauseMs, shown, change]);

  return (
    <WallProvider value={wall}>
      <Keys sections={sections} />
      <div className="shared-page" data-testid="shared">
        <header className="top-bar">
          <h1>{title}</h1>
          <span className="top-note">{noteOf(page, shown)}</span>
          <div className="grow" />
          {!isStill && (
            <>
              <RangePicker />
              <LiveControl />
            </>
          )}
        </header>
        {!isStill && <Reconnecting />}
        <div className="wall-page alone">
          <main className="wall-main" aria-label={view.name}>
            <Tiles tiles={view.tiles} />
            <DefaultStoreProvider value={page.store}>
              <WallBody sections={sections} />
            </DefaultStoreProvider>
          </main>
        </div>
      </div>
    </WallProvider>
  );
}

function noteOf({ kind, takenMs }: SharedPage, { pauseMs }: ShownView): string {
  if (kind === "snapshot" && takenMs !== undefined) return `Snapshot, taken ${exactTime(takenMs)}`;
  return pauseMs === undefined ? "Shared, to look at" : `Shared as it was ${exactTime(pauseMs)}`;
}

function Keys({ sections }: { sections: Parameters<typeof useWallKeys>[0] }) {
  useWallKeys(sections);
  return null;
}
