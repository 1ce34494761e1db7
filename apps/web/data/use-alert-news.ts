import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { createGather } from "./gather.ts";
import { useServices } from "./services.ts";
import { useReconnect } from "./use-reconnect.ts";

/** Everything that is known of alerts, their rules and who is told has a key below this one. */
export const ALERTING = "alerting";
/** Where a storm tells of thousands of alerts, they are asked for so long after the first. */
const GATHER_MS = 250;

/**
 * Asks again for what the page shows of alerts whenever one fires or is over, and after a break of the live stream. It is heard
 * once, by the rail, which stands on every page.
 */
export function useAlertNews(): void {
  const { clock, link } = useServices();
  const again = useAskAgain();
  useEffect(() => {
    const gather = createGather({ clock, restMs: GATHER_MS, run: again });
    const leave = link.onEvents((events) => {
      if (events.some(({ type }) => type === "alert")) gather.tell();
    });
    return () => {
      leave();
      gather.end();
    };
  }, [clock, link, again]);
  useReconnect(again);
}

/** Asks again for all that is shown of alerts. */
export function useAskAgain(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => client.invalidateQueries({ queryKey: [ALERTING] }), [client]);
}
