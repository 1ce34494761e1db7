import type { RuleList } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { ask } from "./ask.ts";
import { orThrow } from "./outcome.ts";
import { ALERTING } from "./use-alert-news.ts";

/** Every rule with how it is doing, asked again each `everyMs`. */
export function useRules(everyMs = 30_000) {
  return useQuery({
    queryKey: [ALERTING, "rules"],
    queryFn: async ({ signal }) => orThrow(await ask<RuleList>("/api/rules", { signal })).rules,
    staleTime: 5_000,
    refetchInterval: everyMs,
  });
}
