import { useEffect } from "react";
import { useServices } from "./services.ts";

/** Calls `again` whenever the live stream is open again after it was lost: what happened meanwhile was not heard. */
export function useReconnect(again: () => unknown): void {
  const { link } = useServices();
  useEffect(() => {
    let lost = false;
    return link.onConnection(() => {
      const { state } = link.connection();
      if (state === "open" && lost) again();
      lost = state === "lost";
    });
  }, [link, again]);
}
