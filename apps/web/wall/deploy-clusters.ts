import type { Deploy } from "@mission-control/contracts";
import { deployName } from "./deploy-words.ts";

/** Deploys that share one flag because they are too close for one each; `roomPx` is what the flag may fill. */
export interface DeployCluster {
  readonly deploys: readonly Deploy[];
  readonly x: number;
  readonly roomPx: number;
}

/** A flag with its icon and a number. */
const LEAST_PX = 30;
/** Less room than this is not worth a name. */
const NAMED_PX = 64;
const LETTER_PX = 6.2;

/** Groups deploys (oldest first) into flags that do not overlap. `xOf` gives CSS pixels from the left. */
export function clusterDeploys(
  deploys: readonly Deploy[],
  xOf: (timeMs: number) => number,
  widthPx: number,
): DeployCluster[] {
  const groups: { deploys: Deploy[]; x: number }[] = [];
  for (const deploy of deploys) {
    const x = xOf(deploy.timeMs);
    if (x < 0 || x > widthPx) continue;
    const last = groups.at(-1);
    if (last !== undefined && x - last.x < LEAST_PX) last.deploys.push(deploy);
    else groups.push({ deploys: [deploy], x });
  }
  return groups.map((group, i) => ({ ...group, roomPx: (groups[i + 1]?.x ?? widthPx) - group.x }));
}

/** The name a flag has room for, "" where it has none. */
export function flagName({ deploys, roomPx }: DeployCluster): string {
  return roomPx < NAMED_PX ? "" : deployName(deploys.at(-1)!);
}

/** About how wide a flag is. */
export function flagPx(cluster: DeployCluster): number {
  return Math.min(cluster.roomPx, LEAST_PX + flagName(cluster).length * LETTER_PX);
}
