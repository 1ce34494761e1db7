import type { AlertList, AlertMatcher, Inhibition, MuteTime, Silence } from "@mission-control/contracts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ask } from "./ask.ts";
import { orThrow } from "./outcome.ts";
import { ALERTING } from "./use-alert-news.ts";

const REFRESH_MS = 15_000;

/** A mute time as it is kept: each save is another version. */
export type KeptMuteTime = MuteTime & { readonly version: number };
/** An inhibition as it is kept, likewise. */
export type KeptInhibition = Inhibition & { readonly version: number };

/** Every silence that is active, comes or is over since not long. */
export function useSilences() {
  return useList<{ silences: readonly Silence[] }>("silences", "/api/silences");
}

/** The times of each week at which nobody is told. */
export function useMuteTimes() {
  return useList<{ muteTimes: readonly KeptMuteTime[] }>("mute-times", "/api/mute-times");
}

/** Which alerts keep others quiet. */
export function useInhibitions() {
  return useList<{ inhibitions: readonly KeptInhibition[] }>("inhibitions", "/api/inhibitions");
}

function useList<T>(name: string, path: string) {
  return useQuery({
    queryKey: [ALERTING, name],
    queryFn: async ({ signal }) => orThrow(await ask<T>(path, { signal })),
    staleTime: 5_000,
    refetchInterval: REFRESH_MS,
  });
}

/** The alerts of now that pass the matchers; none are asked for where there are no matchers. */
export function useCovered(matchers: readonly AlertMatcher[]) {
  return useQuery({
    queryKey: [ALERTING, "covered", matchers],
    enabled: matchers.length > 0,
    queryFn: async ({ signal }) =>
      orThrow(
        await ask<Pick<AlertList, "alerts">>("/api/silences/preview", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ matchers }),
          signal,
        }),
      ).alerts,
    retry: false,
    placeholderData: keepPreviousData,
  });
}
