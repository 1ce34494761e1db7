import type { Deploy } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { ask } from "./ask.ts";
import { afterLanes } from "./lanes-first.ts";
import { orThrow } from "./outcome.ts";
import { useServices } from "./services.ts";
import { useReconnect } from "./use-reconnect.ts";

/** The deploys of the last `rangeMs` up to `endMs` (now where it is undefined), oldest first; asked again when one comes. */
export function useDeploys(rangeMs: number, endMs: number | undefined): readonly Deploy[] {
  const { link } = useServices();
  const { data, refetch } = useQuery({
    queryKey: ["deploys", rangeMs, endMs ?? "live"],
    queryFn: async ({ signal }) => {
      await afterLanes();
      const toMs = endMs ?? link.nowMs() + rangeMs;
      // Twice the range, because columns fill the width and so show more than it.
      const fromMs = (endMs ?? link.nowMs()) - rangeMs * 2;
      const path = `/api/deploys?from=${Math.round(fromMs)}&to=${Math.round(toMs)}`;
      return orThrow(await ask<{ deploys: readonly Deploy[] }>(path, { signal })).deploys;
    },
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  });
  useEffect(
    () =>
      link.onEvents((events) => {
        if (events.some((event) => event.type === "deploy")) void refetch();
      }),
    [link, refetch],
  );
  useReconnect(refetch);
  return data ?? none;
}

const none: readonly Deploy[] = [];
