import type { Deploy, DeployStatus } from "@mission-control/contracts";
import { CircleX, Rocket, Undo2 } from "lucide-react";
import { useRef, useState } from "react";
import { countOf } from "../format/text.ts";
import { clockTime } from "../format/time.ts";
import { DeployDetails } from "./DeployDetails.tsx";
import { lineX } from "./DeployLines.tsx";
import { clusterDeploys, type DeployCluster } from "./deploy-clusters.ts";
import { deployName, deployStatusWord } from "./deploy-words.ts";
import { useContextVersion } from "./use-context-version.ts";
import { useDeployKeys } from "./use-deploy-keys.ts";
import { useWall } from "./wall-context.ts";

const TEXT_PX = 64;

/** A flag on the axis for each deploy, or for several that are close; pressed, it tells more. */
export function DeployFlags({ deploys }: { deploys: readonly Deploy[] }) {
  const { context } = useWall();
  useContextVersion(context);
  const [open, setOpen] = useState<string>();
  const trigger = useRef<HTMLButtonElement>(null);
  useDeployKeys(deploys);
  const widthPx = context.columns * context.columnPx;
  const clusters = clusterDeploys(deploys, (ms) => lineX(context, ms), widthPx);
  const shown = clusters.find((cluster) => idOf(cluster) === open);

  return (
    <div className="deploy-flags">
      {clusters.map((cluster) => {
        const last = cluster.deploys.at(-1)!;
        const id = idOf(cluster);
        return (
          <button
            key={id}
            ref={id === open ? trigger : undefined}
            type="button"
            className={`deploy-flag ${last.status}`}
            data-testid="deploy-flag"
            data-time-ms={last.timeMs}
            aria-haspopup="dialog"
            aria-expanded={id === open}
            aria-label={labelOf(cluster)}
            style={{
              transform: `translateX(${Math.min(cluster.x, widthPx - 22)}px)`,
              maxWidth: `${Math.max(22, cluster.roomPx - 3)}px`,
            }}
            onClick={(event) => {
              trigger.current = event.currentTarget;
              setOpen(id);
            }}
          >
            <StatusIcon status={last.status} />
            {cluster.deploys.length > 1 && <b>{cluster.deploys.length}</b>}
            {cluster.roomPx >= TEXT_PX && <span>{deployName(last)}</span>}
          </button>
        );
      })}
      {shown !== undefined && (
        <DeployDetails deploys={shown.deploys} triggerRef={trigger} onClose={() => setOpen(undefined)} />
      )}
    </div>
  );
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
