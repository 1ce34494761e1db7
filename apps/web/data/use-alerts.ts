import type { Alert, AlertList } from "@mission-control/contracts";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { ask } from "./ask.ts";
import { afterLanes } from "./lanes-first.ts";
import { orThrow } from "./outcome.ts";
import { ALERTING } from "./use-alert-news.ts";

/** Alerts tell of themselves by events; this is for what changes without one: values, and why it is quiet. */
const REFRESH_MS = 15_000;

/** Whether somebody is to look: it fires, or did and is not over for long enough yet. */
export const isFiring = ({ state }: Pick<Alert, "state">): boolean =>
  state === "firing" || state === "recovering";

/** The alerts that are not normal: now, and asked again as they change; or as they were at `atMs`. */
export function useAlerts(atMs?: number) {
  return useQuery({
    ...alertsNow,
    ...(atMs !== undefined && {
      queryKey: [ALERTING, "alerts", atMs],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        orThrow(await ask<AlertList>(`/api/alerts?at=${atMs}`, { signal })),
      refetchInterval: false as const,
    }),
  });
}

/** How many alerts fire; undefined as long as that is not known. */
export function useFiringCount(): number | undefined {
  return useQuery({
    queryKey: [ALERTING, "counts"],
    queryFn: async ({ signal }) => {
      await afterLanes();
      return orThrow(await ask<AlertCounts>("/api/alerts/counts", { signal }));
    },
    staleTime: 5_000,
    refetchInterval: REFRESH_MS,
    select: ({ firing }) => Object.values(firing).reduce((sum, count) => sum + count, 0),
  }).data;
}

/** What of the answer of `GET /api/alerts/counts` is used: those that fire, by severity. */
interface AlertCounts {
  readonly firing: Readonly<Record<string, number>>;
}

const alertsNow = queryOptions({
  queryKey: [ALERTING, "alerts"] as readonly unknown[],
  queryFn: async ({ signal }) => orThrow(await ask<AlertList>("/api/alerts", { signal })),
  staleTime: 5_000,
  refetchInterval: REFRESH_MS as number | false,
});
