import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { useServices } from "../services.ts";
import { useReconnect } from "./use-reconnect.ts";

/** Everything that is known of alerts, their rules and who is told has a key below this one. */
export const ALERTING = "alerting";
/** Where a storm tells of thousands of alerts, they are asked for once in so long. */
const GATHER_MS = 250;

/** Asks again for what the page shows of alerts whenever one fires or is over, and after a break of the live stream. */
export function useAlertNews(): void {
  const { clock, link } = useServices();
  const again = useAskAgain();
  useEffect(() => {
    let forget: (() => void) | undefined;
    const leave = link.onEvents((events) => {
      if (forget !== undefined || !events.some(({ type }) => type === "alert")) return;
      forget = clock.after(GATHER_MS, () => {
        forget = undefined;
        void again();
      });
    });
    return () => {
      leave();
      forget?.();
    };
  }, [clock, link, again]);
  useReconnect(again);
}

/** Asks again for all that is shown of alerts. */
export function useAskAgain(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => client.invalidateQueries({ queryKey: [ALERTING] }), [client]);
}
