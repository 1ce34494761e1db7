import type { View } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { ask } from "./ask.ts";
import { orThrow } from "./outcome.ts";

/** The view there is before anyone made one. */
export const defaultView = "this-machine";

/** A named view. */
export function useView(slug: string) {
  return useQuery({
    queryKey: ["view", slug],
    queryFn: async ({ signal }) =>
      orThrow(await ask<View>(`/api/views/${encodeURIComponent(slug)}`, { signal })),
    staleTime: Number.POSITIVE_INFINITY,
    retry: true,
    retryDelay: 2_000,
  });
}
