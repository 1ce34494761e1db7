import type { MetricMetadata } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { ask } from "./ask.ts";
import { catalogOf } from "./metric-catalog.ts";
import { orThrow } from "./outcome.ts";

/** Metrics that come to be known while somebody looks for them are soon found. */
const AGAIN_MS = 5_000;

/** Every metric there is, asked for when the search opens, and now and then while it is open. */
export function useCatalog() {
  return useQuery({
    queryKey: ["metrics"],
    queryFn: async ({ signal }) => {
      const [names, metadata] = await Promise.all([
        ask<{ data: readonly string[] }>("/api/v1/label/__name__/values", { signal }),
        ask<{ data: Readonly<Record<string, readonly MetricMetadata[]>> }>("/api/v1/metadata", { signal }),
      ]);
      const known = metadata.ok ? Object.entries(metadata.value.data) : [];
      const first = known.flatMap(([name, about]) =>
        about[0] === undefined ? [] : ([[name, about[0]]] as const),
      );
      return catalogOf(orThrow(names).data, new Map(first));
    },
    staleTime: AGAIN_MS,
    refetchInterval: AGAIN_MS,
  });
}

/** How many label sets a metric has; asked for the one that is looked at. */
export function useSeriesCount(name: string | undefined) {
  return useQuery({
    queryKey: ["series-count", name],
    enabled: name !== undefined,
    queryFn: async ({ signal }) => {
      const path = `/api/v1/query?query=${encodeURIComponent(`count({__name__="${name}"})`)}`;
      const answer = await ask<{ data: { result?: readonly { value?: readonly [number, string] }[] } }>(
        path,
        { signal },
      );
      return Number(orThrow(answer).data.result?.[0]?.value?.[1] ?? 0);
    },
    staleTime: 30_000,
  });
}
