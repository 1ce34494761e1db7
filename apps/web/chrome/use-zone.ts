import { useSearch } from "@tanstack/react-router";
import { useLayoutEffect, useSyncExternalStore } from "react";
import { linkZone, onZone, readZone, zoneName } from "../format/zone.ts";

/** The zone that times are shown in. What shows times is made anew with another one: it is the page's key. */
export function useZoneName(): string {
  const { tz }: { tz?: unknown } = useSearch({ strict: false });
  const linked = readZone(tz);
  useLayoutEffect(() => linkZone(linked), [linked]);
  return useSyncExternalStore(onZone, zoneName);
}
