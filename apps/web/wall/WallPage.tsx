import { useEffect, useMemo } from "react";
import { TopBar } from "../chrome/TopBar.tsx";
import { rangeOf } from "../data/ranges.ts";
import { useConnection } from "../data/use-connection.ts";
import { useStatus } from "../data/use-status.ts";
import { defaultView, useView } from "../data/use-view.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { EventsColumn } from "../events/EventsColumn.tsx";
import { useServices } from "../services.ts";
import { Banner } from "./Banner.tsx";
import { LaneCount } from "./LaneCount.tsx";
import { LiveControl } from "./LiveControl.tsx";
import { placeLanes } from "./placed.ts";
import { RangePicker } from "./RangePicker.tsx";
import { SearchButton } from "./SearchButton.tsx";
import { Tiles } from "./Tiles.tsx";
import { useWallKeys } from "./use-wall-keys.ts";
import { WallBody } from "./WallBody.tsx";
import { WallSkeleton } from "./WallSkeleton.tsx";
import { WallProvider } from "./wall-context.ts";
import { createWall } from "./wall-model.ts";

/** The page of one view: its lanes on one time axis, its tiles, what happened. */
export function WallPage() {
  const services = useServices();
  const [search] = useWallSearch();
  const view = useView(defaultView);
  const status = useStatus();
  const connection = useConnection();
  const baseStepMs = connection.state === "open" ? connection.baseStepMs : status.data?.baseStepMs;
  const wall = useMemo(
    () => (baseStepMs === undefined ? undefined : createWall(services, baseStepMs)),
    [services, baseStepMs],
  );
  const sections = useMemo(
    () => (view.data === undefined ? [] : placeLanes(view.data, search.lane ?? [])),
    [view.data, search.lane],
  );
  useEffect(() => {
    document.title = view.data === undefined ? "Mission Control" : `${view.data.name} · Mission Control`;
  }, [view.data]);
  useEffect(() => wall?.start(), [wall]);

  if (view.data === undefined || wall === undefined) {
    return <WallSkeleton failure={(view.error ?? status.error)?.message} />;
  }
  return (
    <WallProvider value={wall}>
      <WallKeys />
      <TopBar title={view.data.name} note={<LaneCount sections={sections} />}>
        <SearchButton />
        <RangePicker range={rangeOf(search.range)} />
        <LiveControl />
      </TopBar>
      <Banner problems={status.data?.problems ?? []} />
      <div className="wall-page">
        <main className="wall-main" aria-label={view.data.name}>
          <Tiles tiles={view.data.tiles} />
          <WallBody sections={sections} />
        </main>
        <EventsColumn />
      </div>
    </WallProvider>
  );
}

function WallKeys() {
  useWallKeys();
  return null;
}
