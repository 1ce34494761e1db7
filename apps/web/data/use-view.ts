import type { SavedView, View } from "@mission-control/contracts";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { ask } from "./ask.ts";
import { failureOf, orThrow } from "./outcome.ts";

export const viewQuery = (slug: string) =>
  queryOptions({
    queryKey: ["view", slug],
    queryFn: async ({ signal }) =>
      orThrow(
        await ask<View & Partial<Pick<SavedView, "version">>>(`/api/views/${encodeURIComponent(slug)}`, {
          signal,
        }),
      ),
    staleTime: 30_000,
    refetchInterval: 60_000,
    // One that is not there does not come by asking again; a server that is away does.
    retry: (_count, error) => failureOf(error).code !== "not_found",
    retryDelay: 2_000,
  });

/** A named view. It is asked for now and then, so that a wall follows whoever saves it anew. */
export function useView(slug: string) {
  return useQuery(viewQuery(slug));
}
