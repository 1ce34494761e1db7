import type { ProbeList } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { ask } from "../data/ask.ts";

/** The values of a label, for whoever types one; none where they are not known. */
export function useLabelValues(label: string): readonly string[] {
  const { data } = useQuery({
    queryKey: ["label-values", label],
    enabled: /^[a-zA-Z_]\w*$/.test(label),
    queryFn: async ({ signal }) => {
      const answer = await ask<{ data: readonly string[] }>(`/api/v1/label/${label}/values`, { signal });
      return answer.ok ? answer.value.data : [];
    },
    staleTime: 60_000,
  });
  return data ?? none;
}

/** What the probes are called in their series. */
export function useProbeNames(): readonly string[] {
  const { data } = useQuery({
    queryKey: ["probe-names"],
    queryFn: async ({ signal }) => {
      const answer = await ask<ProbeList>("/api/probes", { signal });
      return answer.ok ? answer.value.probes.map(({ probe }) => probe.slug) : [];
    },
    staleTime: 60_000,
  });
  return data ?? none;
}

const none: readonly string[] = [];
