import type { KeptRule, Rule, RuleHealth } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { ask } from "./ask.ts";
import { failureOf, orThrow } from "./outcome.ts";
import { ALERTING } from "./use-alert-news.ts";
import { useChange } from "./use-change.ts";

const pathOf = (slug: string) => `/api/rules/${encodeURIComponent(slug)}`;

/** A rule as it is kept, with its version, and how it is doing. */
export type ShownRule = KeptRule & { readonly health: RuleHealth };

/** Asks for it as it is now. */
export const askRule = (slug: string, signal?: AbortSignal) =>
  ask<ShownRule>(pathOf(slug), signal === undefined ? {} : { signal });

/** The same while the page shows it. */
export function useRule(slug: string | undefined) {
  return useQuery({
    queryKey: [ALERTING, "rule", slug],
    enabled: slug !== undefined,
    queryFn: async ({ signal }) => orThrow(await askRule(slug!, signal)),
    // What is written is written onto it: one that was seen before is asked for again.
    staleTime: 0,
    // One that is not there does not come by asking again.
    retry: (count, error) => count < 2 && failureOf(error).code !== "not_found",
  });
}

/** Keeps rules at the server, and removes them. */
export function useKeepRule() {
  const change = useChange();
  return {
    /** Saves onto the version that was changed; 0 says that there is none of this name yet. */
    save: (rule: Rule, onto: number) =>
      change<{ version: number; warnings?: readonly string[] }>(
        "PUT",
        pathOf(rule.slug),
        rule,
        onto === 0 ? { "if-none-match": "*" } : { "if-match": `"${onto}"` },
      ),
    remove: (slug: string) => change("DELETE", pathOf(slug)),
  };
}
