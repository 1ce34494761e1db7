import type { Deploy } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { ask } from "../data/ask.ts";
import { orThrow } from "../data/outcome.ts";
import { useServices } from "../data/services.ts";

const DAYS_MS = 7 * 86_400_000;

/** The deploys of the last seven days, the newest first; asked for when the palette opens. */
export function useRecentDeploys() {
  const { link } = useServices();
  return useQuery({
    queryKey: ["deploys", "recent"],
    queryFn: async ({ signal }) => {
      const nowMs = Math.round(link.nowMs());
      const path = `/api/deploys?from=${nowMs - DAYS_MS}&to=${nowMs + 1}`;
      const { deploys } = orThrow(await ask<{ deploys: readonly Deploy[] }>(path, { signal }));
      return [...deploys].reverse();
    },
    staleTime: 5_000,
  });
}
