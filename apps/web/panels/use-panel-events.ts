import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { useServices } from "../data/services.ts";
import { useReconnect } from "../data/use-reconnect.ts";
import { useSettled } from "../data/use-settled.ts";
import { useWallWindow } from "../wall/use-wall-window.ts";
import { type EventFilter, isWanted } from "./event-filter.ts";
import { mergeEvents } from "./merge-events.ts";
import { type FoundEvents, readPanelEvents } from "./read-panel-events.ts";

const REFRESH_MS = 60_000;
/** Requests are not told live. */
const REQUESTS_MS = 10_000;
/** A moment that the pointer only passes is not asked about. */
const REST_MS = 250;

/**
 * The events of a panel that happened in what the wall shows (or `earlierMs` before it), up to `momentMs`, newest first;
 * undefined until they are known.
 * While live each one that happens is among them. Nothing is asked while the panel is out of sight.
 */
export function usePanelEvents(filter: EventFilter, momentMs: number | undefined, inSight: boolean) {
  const { link } = useServices();
  const { lengthMs: shownMs, endMs } = useWallWindow();
  const lengthMs = shownMs + (filter.earlierMs ?? 0);
  const client = useQueryClient();
  const text = JSON.stringify(filter);
  const queryKey = useMemo(() => ["panel-events", text, lengthMs, endMs ?? "live"], [text, lengthMs, endMs]);
  const isLive = endMs === undefined;
  const whole = useQuery({
    queryKey,
    queryFn: ({ signal }) => {
      // What is live may be stamped a little ahead of this clock.
      const toMs = endMs ?? link.nowMs() + shownMs;
      const fromMs = (endMs ?? link.nowMs()) - lengthMs;
      return readPanelEvents(filter, { fromMs, toMs }, signal);
    },
    enabled: inSight,
    staleTime: 5_000,
    refetchInterval: isLive && inSight && (filter.types.includes("request") ? REQUESTS_MS : REFRESH_MS),
    placeholderData: (before) => before,
  });

  useEffect(() => {
    if (!isLive || !inSight) return;
    const wants = JSON.parse(text) as EventFilter;
    return link.onEvents((came) => {
      const wanted = came.filter((event) => isWanted(event, wants));
      if (wanted.length === 0) return;
      client.setQueryData<FoundEvents>(queryKey, (before) => before && mergeEvents(before, wanted));
    });
  }, [client, link, queryKey, text, isLive, inSight]);
  const { refetch } = whole;
  useReconnect(useCallback(() => inSight && refetch(), [inSight, refetch]));

  // Of a stretch with more than is read, what was before a moment may not be among it.
  const oldestMs = whole.data?.isCut === true ? whole.data.events.at(-1)?.timeMs : undefined;
  const isBefore = momentMs !== undefined && oldestMs !== undefined && momentMs < oldestMs;
  const askedMs = useSettled(isBefore ? momentMs : undefined, REST_MS);
  const before = useQuery({
    queryKey: ["panel-events", text, lengthMs, "at", askedMs],
    queryFn: ({ signal }) => readPanelEvents(filter, { fromMs: askedMs! - lengthMs, toMs: askedMs! }, signal),
    enabled: askedMs !== undefined && inSight,
    staleTime: REFRESH_MS,
  });

  const found = isBefore ? before : whole;
  const events = useMemo(
    () => found.data?.events.filter(({ timeMs }) => momentMs === undefined || timeMs <= momentMs),
    [found.data, momentMs],
  );
  return { events, error: found.error, retry: () => void found.refetch() };
}
