import type { Status } from "@mission-control/contracts";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { ask } from "./ask.ts";
import { orThrow } from "./outcome.ts";

export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: async ({ signal }) => orThrow(await ask<Status>("/api/status", { signal })),
  retry: true,
  retryDelay: 2_000,
});

/** How the process is, asked again every `everyMs` (15 s). */
export function useStatus(everyMs = 15_000) {
  return useQuery({ ...statusQuery, refetchInterval: everyMs });
}
