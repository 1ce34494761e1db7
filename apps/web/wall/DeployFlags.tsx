import type { Deploy, DeployStatus } from "@mission-control/contracts";
import { CircleX, Rocket, Undo2 } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { countOf } from "../format/text.ts";
import { clockTime } from "../format/time.ts";
import { type DeployCluster, flagName } from "./deploy-clusters.ts";
import { deployName, deployStatusWord, worstStatus } from "./deploy-words.ts";
import { useDeployKeys } from "./use-deploy-keys.ts";

const DeployDetails = lazy(() =>
  import("./DeployDetails.tsx").then((module) => ({ default: module.DeployDetails })),
);
/** A flag on the axis for each deploy, or for several that are close; pressed, it tells more. */
export function DeployFlags(props: {
  deploys: readonly Deploy[];
  clusters: readonly DeployCluster[];
  widthPx: number;
}) {
  const { deploys, clusters, widthPx } = props;
  const [open, setOpen] = useState<string>();
  const trigger = useRef<HTMLButtonElement>(null);
  useDeployKeys(deploys);
  const shown = clusters.find((cluster) => idOf(cluster) === open);

  return (
    <div className="deploy-flags">
      {clusters.map((cluster) => {
        const last = cluster.deploys.at(-1)!;
        const status = worstStatus(cluster.deploys);
        const id = idOf(cluster);
        return (
          <button
            key={id}
            type="button"
            className={`deploy-flag ${status}`}
            data-testid="deploy-flag"
            data-time-ms={last.timeMs}
            aria-haspopup="dialog"
            aria-expanded={id === open}
            aria-label={labelOf(cluster)}
            data-side={cluster.side}
            style={placeOf(cluster, widthPx)}
            onClick={(event) => {
              trigger.current = event.currentTarget;
              setOpen(id === open ? undefined : id);
            }}
          >
            <StatusIcon status={status} />
            {cluster.deploys.length > 1 && <b>{cluster.deploys.length}</b>}
            {flagName(cluster) !== "" && <span>{flagName(cluster)}</span>}
          </button>
        );
      })}
      {shown !== undefined && (
        <Suspense>
          <DeployDetails deploys={shown.deploys} triggerRef={trigger} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </div>
  );
}

function placeOf({ side, x, roomPx }: DeployCluster, widthPx: number) {
  const maxWidth = `${roomPx - 3}px`;
  return side === "right" ? { left: `${x}px`, maxWidth } : { right: `${widthPx - x}px`, maxWidth };
}

function idOf(cluster: DeployCluster): string {
  return cluster.deploys[0]!.id;
}

function labelOf({ deploys }: DeployCluster): string {
  const last = deploys.at(-1)!;
  const one = `${deployName(last)} ${deployStatusWord(last.status)} at ${clockTime(last.timeMs)}`;
  return deploys.length === 1 ? one : `${countOf(deploys.length, "deploy")}, last ${one}`;
}

function StatusIcon({ status }: { status: DeployStatus }) {
  if (status === "failed") return <CircleX size={12} aria-hidden />;
  if (status === "rolled_back") return <Undo2 size={12} aria-hidden />;
  return <Rocket size={12} aria-hidden />;
}
