import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { afterLanes } from "../data/lanes-first.ts";
import { useServices } from "../data/services.ts";
import { useReconnect } from "../data/use-reconnect.ts";
import { createEventList, hiddenType } from "./event-list.ts";
import { readEvents } from "./read-events.ts";

/**
 * The last events, newest first: those of before, and each that happens. While `paused` the list stands still; with
 * `endMs` it is as it was at that moment.
 */
export function useEvents(paused: boolean, endMs: number | undefined) {
  const { link } = useServices();
  const [list] = useState(createEventList);
  const { rows, waiting } = useSyncExternalStore(list.subscribe, list.state);
  const { data, refetch, isPending, error } = useQuery({
    queryKey: ["events", endMs ?? "live"],
    queryFn: async ({ signal }) => {
      await afterLanes();
      return readEvents(hiddenType, endMs, signal);
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Another column begins with what is there then.
    gcTime: 0,
    retry: true,
    retryDelay: 2_000,
  });

  useEffect(() => (endMs === undefined ? link.onEvents(list.came) : undefined), [link, list, endMs]);
  useReconnect(refetch);
  useEffect(() => {
    if (data !== undefined) list.past(data);
  }, [list, data]);
  useEffect(() => list.pause(paused), [list, paused]);

  return { rows, waiting, loading: isPending, error };
}
