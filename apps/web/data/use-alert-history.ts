import type { AlertHistory } from "@mission-control/contracts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ask } from "./ask.ts";
import { orThrow } from "./outcome.ts";
import { useServices } from "./services.ts";
import { ALERTING } from "./use-alert-news.ts";

/** Changes that one answer holds. */
const PAGE = 500;

/** The changes of alerts in the last `rangeMs`, newest first, by pages; those of one rule where it is given. */
export function useAlertHistory(rangeMs: number, rule: string | undefined) {
  const { link } = useServices();
  return useInfiniteQuery({
    queryKey: [ALERTING, "history", rangeMs, rule],
    queryFn: async ({ signal, pageParam }) => {
      const query = new URLSearchParams({ limit: String(PAGE) });
      query.set("from", String(Math.round(link.nowMs() - rangeMs)));
      if (rule !== undefined) query.set("rule", rule);
      if (pageParam !== null) query.set("before", String(pageParam));
      return orThrow(await ask<AlertHistory>(`/api/alerts/history?${query}`, { signal }));
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 5_000,
    refetchInterval: 60_000,
  });
}
