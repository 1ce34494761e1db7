import type { Channel } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { ask } from "./ask.ts";
import { orThrow } from "./outcome.ts";
import { ALERTING } from "./use-alert-news.ts";

/** Every channel with how it is doing. */
export function useChannels() {
  return useQuery({
    queryKey: [ALERTING, "channels"],
    queryFn: async ({ signal }) =>
      orThrow(await ask<{ channels: readonly Channel[] }>("/api/channels", { signal })).channels,
    staleTime: 5_000,
    refetchInterval: 15_000,
  });
}
