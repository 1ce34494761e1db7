import { useSyncExternalStore } from "react";
import type { Connection } from "./live-protocol.ts";
import { useServices } from "./services.ts";

/** How the live stream is. */
export function useConnection(): Connection {
  const { link } = useServices();
  return useSyncExternalStore(link.onConnection, link.connection);
}
