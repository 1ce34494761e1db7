import { type ReactNode, Suspense, useEffect, useMemo } from "react";
import { ArrangeSlot, LeftDraftSlot } from "../arrange/ArrangeSlot.tsx";
import { TopBar } from "../chrome/TopBar.tsx";
import { rememberWall } from "../data/last-wall.ts";
import { failureOf } from "../data/outcome.ts";
import { spanOf } from "../data/span.ts";
import { useStatus } from "../data/use-status.ts";
import { useView } from "../data/use-view.ts";
import { useViewSlug } from "../data/use-views.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { EventsColumn } from "../events/EventsColumn.tsx";
import { KioskSlot } from "../kiosk/KioskSlot.tsx";
import { later } from "../later/later.ts";
import { FiringPill } from "../marks/FiringPill.tsx";
import { MarksProvider } from "../marks/MarksProvider.tsx";
import { StartSlot } from "../onboarding/StartSlot.tsx";
import { ShareButton } from "../share/ShareButton.tsx";
import { type Expand, ExpandProvider, useExpandOf } from "../variables/expand.ts";
import { ViewActions } from "../views/ViewActions.tsx";
import { DefaultStoreProvider, defaultStoreOf } from "../wall/default-store.ts";
import { RangePicker } from "../wall/RangePicker.tsx";
import { useOwnWall } from "../wall/use-own-wall.ts";
import { WallSkeleton } from "../wall/WallSkeleton.tsx";
import { WallProvider } from "../wall/wall-context.ts";
import type { Wall } from "../wall/wall-model.ts";
import { Banner } from "./Banner.tsx";
import { LaneFilter } from "./LaneFilter.tsx";
import { LiveControl } from "./LiveControl.tsx";
import { NoView } from "./NoView.tsx";
import { type PlacedSection, placeLanes } from "./placed.ts";
import { Tiles } from "./Tiles.tsx";
import { useWallKeys } from "./use-wall-keys.ts";
import { ViewChooser } from "./ViewChooser.tsx";
import { ViewNote } from "./ViewNote.tsx";
import { WallBody } from "./WallBody.tsx";

const VariablesBar = later(async () => (await import("../variables/VariablesBar.tsx")).VariablesBar);

/** The page of the view that the address names. */
export function WallPage() {
  const slug = useViewSlug();
  // Another view is another wall: nothing of the one before is still watched or drawn.
  return (
    <>
      <ViewPage key={slug} slug={slug} />
      <KioskSlot slug={slug} />
    </>
  );
}

/** One view: its lanes on one time axis, its tiles, what happened. */
function ViewPage({ slug }: { slug: string }) {
  const [search] = useWallSearch();
  const view = useView(slug);
  const status = useStatus();
  const wall = useOwnWall();
  const expand = useExpandOf(view.data?.variables, search);
  const sections = useMemo(
    () =>
      view.data === undefined || expand === undefined ? [] : placeLanes(view.data, search.lane ?? [], expand),
    [view.data, search.lane, expand],
  );
  useEffect(() => {
    document.title = view.data === undefined ? "Mission Control" : `${view.data.name} · Mission Control`;
  }, [view.data]);
  useEffect(() => rememberWall({ slug, search }), [slug, search]);
  const atMs = search.at ?? spanOf(search).endMs;

  const nowhere = view.error !== null && failureOf(view.error).code === "not_found";
  if (nowhere && view.data === undefined) return <NoView slug={slug} />;
  if (view.data === undefined || expand === undefined || wall === undefined) {
    return <WallSkeleton failure={(view.error ?? status.error)?.message} />;
  }
  return (
    <ExpandedWall wall={wall} expand={expand} atMs={atMs}>
      <ArrangeSlot view={view.data}>
        <WallKeys sections={sections} />
        <TopBar
          title={<ViewChooser view={view.data} />}
          note={
            <>
              <ViewActions view={view.data} />
              <ViewNote slug={slug} sections={sections} />
            </>
          }
        >
          <LaneFilter />
          <RangePicker />
          <LiveControl />
          <FiringPill atMs={atMs} />
          <ShareButton view={view.data} />
        </TopBar>
        {view.data.variables.length > 0 && (
          <Suspense fallback={<div style={{ minHeight: 49 }} />}>
            <VariablesBar variables={view.data.variables} />
          </Suspense>
        )}
        <Banner problems={status.data?.problems ?? []} />
        <LeftDraftSlot slug={slug} />
        <div className="wall-page">
          <main className="wall-main" aria-label={view.data.name}>
            <StartSlot slug={slug} />
            <Tiles tiles={view.data.tiles} />
            <DefaultStoreProvider value={defaultStoreOf(status.data)}>
              <WallBody sections={sections} />
            </DefaultStoreProvider>
          </main>
          <EventsColumn />
        </div>
      </ArrangeSlot>
    </ExpandedWall>
  );
}

/** What stands on a wall, with what is chosen of its view's variables, and with the alerts as they stood at a past moment. */
function ExpandedWall(props: { wall: Wall; expand: Expand; atMs: number | undefined; children: ReactNode }) {
  const { wall, expand, atMs, children } = props;
  return (
    <WallProvider value={wall}>
      <ExpandProvider value={expand}>
        <MarksProvider atMs={atMs}>{children}</MarksProvider>
      </ExpandProvider>
    </WallProvider>
  );
}

function WallKeys({ sections }: { sections: readonly PlacedSection[] }) {
  useWallKeys(sections);
  return null;
}
