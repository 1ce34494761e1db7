import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { ask } from "../data/ask.ts";
import { orThrow } from "../data/outcome.ts";
import { useStatus } from "../data/use-status.ts";
import { useViews } from "../data/use-views.ts";
import { valueText } from "../format/value.ts";
import { unitOfExpr } from "../meta/lane-of-expr.ts";
import { firstOf } from "./first-of.ts";

/** What is neither this machine's nor this process' own. */
const FOREIGN = '{job!~"mission-control|node",__name__!=""}';
/** The view that the demo saves for itself. */
const DEMO = "mock-production";

/** Names asked for; where there are more, nobody waits for their first. */
const MOST_NAMES = 1_000;

/** The first of somebody's own metrics, with its value as text. */
export interface FirstSample {
  readonly name: string;
  readonly value: string;
}

/**
 * What has arrived so far of what a newcomer may begin with; looked at each step. With `onlyIfEmpty` nothing is asked any
 * more once it is known that something was there at the first look.
 */
export function useArrivals({ onlyIfEmpty }: { onlyIfEmpty: boolean }) {
  const [before, setBefore] = useState<ReadonlySet<string>>();
  const isOver = onlyIfEmpty && before !== undefined && before.size > 0;
  const { data: status } = useStatus(isOver ? undefined : 2_000);
  const everyMs = Math.min(Math.max(status?.baseStepMs ?? 2_000, 1_000), 5_000);
  const names = useQuery({
    queryKey: ["foreign-metrics"],
    queryFn: async ({ signal }) => {
      const path = `/api/v1/label/__name__/values?limit=${MOST_NAMES}&match[]=${encodeURIComponent(FOREIGN)}`;
      return orThrow(await ask<{ data: readonly string[] }>(path, { signal })).data;
    },
    // Of so many the next would not be told from the others.
    refetchInterval: ({ state }) => !isOver && (state.data?.length ?? 0) < MOST_NAMES && everyMs,
  });
  const { data: views } = useViews();
  if (before === undefined && names.data !== undefined) setBefore(new Set(names.data));
  const name = useMemo(() => firstOf(names.data ?? [], before ?? new Set()), [names.data, before]);
  const value = useQuery({
    queryKey: ["first-sample", name],
    enabled: name !== undefined && !isOver,
    queryFn: async ({ signal }) => {
      const path = `/api/v1/query?limit=1&query=${encodeURIComponent(`{__name__="${name}"}`)}`;
      const answer = await ask<{ data: { result: readonly { value: readonly [number, string] }[] } }>(path, {
        signal,
      });
      return orThrow(answer).data.result[0]?.value[1] ?? null;
    },
    refetchInterval: everyMs,
  });
  const seen: FirstSample | undefined =
    name === undefined || value.data === undefined || value.data === null
      ? undefined
      : { name, value: valueText(Number(value.data), unitOfExpr(name)) };
  const received = (source: string) =>
    (status?.sources.find(({ name }) => name === source)?.received ?? 0) > 0;
  const isDemo = views?.some(({ slug }) => slug === DEMO) ?? false;
  return {
    status,
    /** Undefined until it is known. */
    isEmpty: before === undefined ? undefined : before.size === 0,
    first: seen,
    isDemo,
    demoView: DEMO,
    received,
    isHostRead: status?.sources.some(({ name }) => name === "host") ?? true,
  };
}
