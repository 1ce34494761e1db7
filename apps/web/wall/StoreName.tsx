import type { Lane } from "@mission-control/contracts";
import { Database } from "lucide-react";
import { useDefaultStore } from "./default-store.ts";

/** Which store a lane is read from, where that is not the default one. */
export function StoreName({ lane }: { lane: Pick<Lane, "store"> }) {
  const known = useDefaultStore();
  if (lane.store === undefined || lane.store === known) return null;
  return (
    <span
      className="lane-unit lane-store"
      data-testid="lane-store"
      title={`Read from the store "${lane.store}"`}
    >
      <Database size={10} aria-hidden />
      {lane.store}
    </span>
  );
}
