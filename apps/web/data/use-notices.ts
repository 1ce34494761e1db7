import type { NoticeList } from "@mission-control/contracts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ask } from "./ask.ts";
import { orThrow } from "./outcome.ts";
import { ALERTING } from "./use-alert-news.ts";

/** What of the log is asked for; what is undefined does not count. */
export interface NoticesAsked {
  readonly state: string | undefined;
  readonly channel: string | undefined;
  readonly alert: string | undefined;
}

/** The log of notices, newest first, by pages. */
export function useNotices({ state, channel, alert }: NoticesAsked) {
  return useInfiniteQuery({
    queryKey: [ALERTING, "notices", state, channel, alert],
    queryFn: async ({ signal, pageParam }) => {
      const asked = Object.entries({ state, channel, alert, before: pageParam });
      const said = asked.filter((pair): pair is [string, string] => typeof pair[1] === "string");
      const query = new URLSearchParams(said);
      return orThrow(await ask<NoticeList>(`/api/notices?${query}`, { signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 2_000,
    // Who looks at older ones reads: all pages again and again would move what is read, and cost more with each.
    refetchInterval: ({ state: { data } }) => (data === undefined || data.pages.length === 1 ? 5_000 : false),
  });
}
