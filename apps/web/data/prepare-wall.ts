import type { Clock } from "@mission-control/series";
import type { QueryClient } from "@tanstack/react-query";
import { laneWorker } from "../cubism/lane-worker.ts";
import { letLanesAskFirst } from "./lanes-first.ts";
import { statusQuery } from "./use-status.ts";
import { viewQuery } from "./use-view.ts";

/** What loaders of pages may reach. */
export interface PageTools {
  readonly clock: Clock;
  readonly queryClient: QueryClient;
}

interface Loading {
  readonly context: PageTools;
  readonly cause: "preload" | "enter" | "stay";
}

/** Nobody sees a page wait for so long; after that the wall's shape stands there meanwhile. */
const MOST_MS = 150;

/**
 * Asks for what a wall is made of before its page is drawn, so that it is drawn once, and where a link to it is only
 * pointed at. What fails is said by the page, which asks for the same.
 */
export async function prepareWall({ context, cause }: Loading, slug: string): Promise<void> {
  const { clock, queryClient } = context;
  if (cause !== "preload") letLanesAskFirst(clock);
  // It is a while in coming, too.
  laneWorker();
  const [view, status] = [viewQuery(slug), statusQuery];
  const isKnown = [view, status].every(({ queryKey }) => queryClient.getQueryData(queryKey) !== undefined);
  const asked = Promise.all([queryClient.prefetchQuery(view), queryClient.prefetchQuery(status)]);
  // What was seen before is drawn as it was, and follows.
  if (isKnown) return;
  await Promise.race([asked, new Promise<void>((over) => clock.after(MOST_MS, over))]);
}
