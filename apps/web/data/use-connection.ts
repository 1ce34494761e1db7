import { useSyncExternalStore } from "react";
import { useServices } from "../services.ts";
import type { Connection } from "./live-protocol.ts";

/** How the live stream is. */
export function useConnection(): Connection {
  const { link } = useServices();
  return useSyncExternalStore(link.onConnection, link.connection);
}
