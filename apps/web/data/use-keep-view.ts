import type { View, ViewVersion } from "@mission-control/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { ask } from "./ask.ts";
import { failureOf, orThrow } from "./outcome.ts";

const pathOf = (slug: string) => `/api/views/${encodeURIComponent(slug)}`;

/** Keeps views at the server, and removes them; what the page knows of them is asked for anew afterwards. */
export function useKeepView() {
  const client = useQueryClient();
  const forget = useCallback(
    async (slug: string) => {
      const keys = [["views"], ["view", slug], ["view-versions", slug]];
      await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    [client],
  );
  /** Saves onto the version that was changed; 0 says that there is none of this name yet. */
  const save = useCallback(
    async (view: View, { by, onto }: { by: string; onto: number }) => {
      const condition = onto === 0 ? { "if-none-match": "*" } : { "if-match": `"${onto}"` };
      const outcome = await ask<{ version: number }>(`${pathOf(view.slug)}?by=${encodeURIComponent(by)}`, {
        method: "PUT",
        headers: { "content-type": "application/json", ...condition },
        body: JSON.stringify(view),
      });
      await forget(view.slug);
      return outcome;
    },
    [forget],
  );
  const remove = useCallback(
    async (slug: string) => {
      const outcome = await ask(pathOf(slug), { method: "DELETE" });
      if (outcome.ok) await client.invalidateQueries({ queryKey: ["views"] });
      return outcome;
    },
    [client],
  );
  return { save, remove };
}

/** The versions of a view, the newest first. */
export function useViewVersions(slug: string) {
  return useQuery({
    queryKey: ["view-versions", slug],
    queryFn: async ({ signal }) =>
      orThrow(await ask<{ versions: readonly ViewVersion[] }>(`${pathOf(slug)}/versions`, { signal }))
        .versions,
    // One that is not there does not come by asking again.
    retry: (count, error) => count < 2 && failureOf(error).code !== "not_found",
  });
}

/** One version of a view, whole. */
export async function askVersion(slug: string, version: number): Promise<View> {
  return orThrow(await ask<View>(`${pathOf(slug)}/versions/${version}`));
}
