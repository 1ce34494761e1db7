import type { SharedPage } from "@mission-control/contracts";
import { systemClock } from "@mission-control/series";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { OldPage } from "../chrome/OldPage.tsx";
import { apiRoot } from "../data/api-root.ts";
import { ask } from "../data/ask.ts";
import { createLocalPort } from "../data/connect-live.ts";
import { createReadPast } from "../data/history.ts";
import { createLiveLink } from "../data/live-link.ts";
import { failureOf, orThrow } from "../data/outcome.ts";
import { type Services, ServicesProvider } from "../data/services.ts";
import { SharedWalls } from "./SharedWalls.tsx";
import { createStillLink } from "./still-link.ts";

/** So often it is asked whether the link still holds and what its view is now. */
const AGAIN_MS = 30_000;

/** What was shared leaves nothing behind in the browser. */
const keepsNothing = {
  getMany: async (keys: readonly string[]) => keys.map(() => undefined),
  setMany: async () => {},
};

/** Asks what the address opens, and shows it for as long as it opens anything. */
export function SharedApp() {
  const page = useQuery({
    queryKey: ["shared"],
    queryFn: async ({ signal }) => orThrow(await ask<SharedPage>("/api", { signal })),
    refetchInterval: (query) => (query.state.data?.kind === "snapshot" ? false : AGAIN_MS),
    // A view that is as it was is the same one.
    structuralSharing: true,
    retry: (_count, error) => failureOf(error).away === true,
    retryDelay: 2_000,
  });
  const isGone = page.error !== null && failureOf(page.error).away !== true;
  if (isGone) return <Gone words={page.error.message} />;
  if (page.data === undefined) return <Waiting isAway={page.failureCount > 0} />;
  return <Served page={page.data} onLost={page.refetch} />;
}

function Served({ page, onLost }: { page: SharedPage; onLost: () => unknown }) {
  const [services] = useState(() => servicesOf(page));
  useEffect(() => services.link.start(), [services]);
  useEffect(
    () =>
      services.link.onConnection(() => {
        // It may have been ended by whoever shared it.
        if (services.link.connection().state === "lost") void onLost();
      }),
    [services, onLost],
  );
  return (
    <ServicesProvider value={services}>
      <OldPage />
      <SharedWalls page={page} />
    </ServicesProvider>
  );
}

function servicesOf({ views, baseStepMs }: SharedPage): Services {
  const clock = systemClock;
  const [first] = views;
  const endMs = views.length === 1 ? first?.shown.pauseMs : undefined;
  const link =
    endMs === undefined
      ? createLiveLink({ clock, port: createLocalPort(clock, apiRoot) })
      : createStillLink({ clock, endMs, baseStepMs });
  return { clock, link, readPast: createReadPast(keepsNothing) };
}

function Gone({ words }: { words: string }) {
  useEffect(() => {
    document.title = "Nothing here · Mission Control";
  }, []);
  return (
    <main className="words-page shared-gone">
      <h1>Nothing here</h1>
      <p>{words}</p>
    </main>
  );
}

function Waiting({ isAway }: { isAway: boolean }) {
  return (
    <main className="words-page shared-gone" aria-busy="true">
      <p role="status">{isAway ? "The server cannot be reached; it is tried again." : ""}</p>
    </main>
  );
}
