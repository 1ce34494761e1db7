import { deployName } from "@mission-control/contracts";
import { CircleX } from "lucide-react";
import { useRef, useState } from "react";
import { Opened } from "../chrome/Opened.tsx";
import { countOf } from "../format/text.ts";
import { clockTime } from "../format/time.ts";
import { later } from "../later/later.ts";
import { DeployIcon } from "./DeployIcon.tsx";
import { type DeployCluster, flagName, namesake } from "./deploy-clusters.ts";
import type { DeployStretch } from "./deploy-stretches.ts";
import { lengthWords, outcomeWords } from "./deploy-words.ts";
import { useDeployKeys } from "./use-deploy-keys.ts";

const DeployDetails = later(async () => (await import("./DeployDetails.tsx")).DeployDetails);

/** A flag on the axis for each deploy, or for several that are close; pressed, it tells more. */
export function DeployFlags(props: {
  deploys: readonly DeployStretch[];
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
        const { tone } = namesake(cluster.deploys);
        const id = idOf(cluster);
        return (
          <button
            key={id}
            type="button"
            className={`deploy-flag ${tone}`}
            data-testid="deploy-flag"
            data-time-ms={cluster.deploys.at(-1)!.timeMs}
            data-tone={tone}
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
            <FlagFace cluster={cluster} />
          </button>
        );
      })}
      {shown !== undefined && (
        <Opened onClose={() => setOpen(undefined)}>
          <DeployDetails deploys={shown.deploys} triggerRef={trigger} onClose={() => setOpen(undefined)} />
        </Opened>
      )}
    </div>
  );
}

/** What it is, of how many, and that it went wrong; where there is no room for a name, the last takes the icon's place. */
function FlagFace({ cluster }: { cluster: DeployCluster }) {
  const { kind, tone } = namesake(cluster.deploys);
  const name = flagName(cluster);
  const wrong = tone === "bad" && <CircleX size={12} aria-hidden data-kind="wrong" />;
  return (
    <>
      {name === "" && wrong ? wrong : <DeployIcon kind={kind} undo={tone === "undo"} size={12} />}
      {cluster.deploys.length > 1 && <b>{cluster.deploys.length}</b>}
      {name !== "" && <span>{tone === "running" ? `${name} …` : name}</span>}
      {name !== "" && wrong}
    </>
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
  const one = namesake(deploys);
  const parts = [
    `${deployName(one)} ${outcomeWords(one)}`,
    `${one.endMs === undefined ? "at" : "began at"} ${clockTime(one.timeMs)}`,
    lengthWords(one),
  ];
  const words = parts.filter((part) => part !== "").join(", ");
  return deploys.length === 1 ? words : `${countOf(deploys.length, "deploy")}, one: ${words}`;
}
