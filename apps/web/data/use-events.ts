import type { Event, EventPage } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useReducer } from "react";
import { useServices } from "../services.ts";
import { ask } from "./ask.ts";
import { mergeEvents } from "./merge-events.ts";
import { orThrow } from "./outcome.ts";
import { useReconnect } from "./use-reconnect.ts";

const KEPT = 200;

/** The last events but requests, newest first: those of before, and each that happens. While `paused` the list stands still. */
export function useEvents(paused: boolean) {
  const { link } = useServices();
  const past = useQuery({
    queryKey: ["events"],
    queryFn: async ({ signal }) =>
      orThrow(await ask<EventPage>("/api/events?limit=100&except=request", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
    retry: true,
    retryDelay: 2_000,
  });
  const [lists, take] = useReducer(reduce, { shown: [], waiting: [], paused: false });
  const { refetch } = past;

  useEffect(() => link.onEvents((events) => take({ type: "came", events })), [link]);
  useReconnect(refetch);
  useEffect(() => {
    if (past.data !== undefined) take({ type: "past", events: past.data.events });
  }, [past.data]);
  useEffect(() => take({ type: paused ? "pause" : "resume" }), [paused]);

  return { events: lists.shown, waiting: lists.waiting.length, loading: past.isPending, error: past.error };
}

interface Lists {
  readonly shown: readonly Event[];
  readonly waiting: readonly Event[];
  readonly paused: boolean;
}

type Change = { type: "past" | "came"; events: readonly Event[] } | { type: "pause" } | { type: "resume" };

function reduce(lists: Lists, change: Change): Lists {
  if (change.type === "pause") return { ...lists, paused: true };
  if (change.type === "resume") {
    return { shown: mergeEvents(lists.shown, lists.waiting, KEPT), waiting: [], paused: false };
  }
  // What comes waits; what was before still fills the list.
  if (lists.paused && change.type === "came") {
    return { ...lists, waiting: mergeEvents(lists.waiting, change.events, KEPT) };
  }
  return { ...lists, shown: mergeEvents(lists.shown, change.events, KEPT) };
}
