import type { Deploy } from "@mission-control/contracts";

/** Deploys that share one flag because they are too close for one each; `roomPx` is what the flag may fill. */
export interface DeployCluster {
  readonly deploys: readonly Deploy[];
  readonly x: number;
  readonly roomPx: number;
}

/** A flag with nothing but its icon. */
const LEAST_PX = 26;

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
