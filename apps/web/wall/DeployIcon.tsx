import type { DeployKind } from "@mission-control/contracts";
import { Boxes, Globe, Rocket, Server, Undo2 } from "lucide-react";

const icons = { release: Rocket, dns: Globe, cluster: Boxes, provisioning: Server } as const;

/** What a deploy changed, as an icon; an undoing has its own. */
export function DeployIcon({ kind, undo, size }: { kind: DeployKind; undo: boolean; size: number }) {
  const Icon = undo ? Undo2 : icons[kind];
  return <Icon size={size} aria-hidden data-kind={undo ? "undo" : kind} />;
}
