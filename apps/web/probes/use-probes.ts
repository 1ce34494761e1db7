import type { Probe, ProbeDetails, ProbeList, ProbeResult } from "@mission-control/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { ask } from "../data/ask.ts";
import { type Outcome, orThrow } from "../data/outcome.ts";

const KEY = "probes";
/** How often what the newest checks found is asked for; sooner while a first check is awaited. */
const AGAIN_MS = 3_000;
const SOON_MS = 700;

const pathOf = (slug: string) => `/api/probes/${encodeURIComponent(slug)}`;

/** All probes with what their newest checks found, asked for again and again. */
export function useProbes() {
  return useQuery({
    queryKey: [KEY, "list"],
    queryFn: async ({ signal }) => orThrow(await ask<ProbeList>("/api/probes", { signal })),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) =>
      data?.probes.some(({ probe, last }) => probe.enabled && last === null) ? SOON_MS : AGAIN_MS,
  });
}

/** One probe with all results that are known. */
export function useProbe(slug: string) {
  return useQuery({
    queryKey: [KEY, "one", slug],
    queryFn: async ({ signal }) => orThrow(await ask<ProbeDetails>(pathOf(slug), { signal })),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) =>
      data?.probe.enabled && data.last === null ? SOON_MS : AGAIN_MS,
  });
}

/** Keeps probes at the server, removes them there, and tries them; `onto` is the version that was looked at, 0 for none. */
export function useKeepProbe() {
  const client = useQueryClient();
  const again = useCallback(() => client.invalidateQueries({ queryKey: [KEY] }), [client]);
  const save = useCallback(
    async (probe: Probe, onto: number): Promise<Outcome<unknown>> => {
      const outcome = await ask(pathOf(probe.slug), {
        method: "PUT",
        headers: { "content-type": "application/json", ...conditionOf(onto) },
        body: JSON.stringify(probe),
      });
      await again();
      return outcome;
    },
    [again],
  );
  const remove = useCallback(
    async (slug: string, onto: number): Promise<Outcome<unknown>> => {
      const outcome = await ask(pathOf(slug), { method: "DELETE", headers: conditionOf(onto) });
      if (outcome.ok) client.removeQueries({ queryKey: [KEY, "one", slug] });
      await again();
      return outcome;
    },
    [client, again],
  );
  return { save, remove, find: findProbe };
}

/** One probe as it is now; undefined where it is not there. */
async function findProbe(slug: string): Promise<ProbeDetails | undefined> {
  const outcome = await ask<ProbeDetails>(pathOf(slug));
  return outcome.ok ? outcome.value : undefined;
}

/** Has a probe checked once; nothing of it is kept. */
export const tryProbe = (probe: Probe): Promise<Outcome<ProbeResult>> =>
  ask<ProbeResult>("/api/probes/try", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(probe),
  });

const conditionOf = (onto: number): Record<string, string> =>
  onto === 0 ? { "if-none-match": "*" } : { "if-match": `"${onto}"` };
