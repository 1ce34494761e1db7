import { type DeployStretch, flagText, worstTone } from "./deploy-stretches.ts";

/**
 * Deploys that share one flag because they are too close for one each. The flag stands to the right of its line, or to
 * the left where the wall ends too soon, and may fill `roomPx`.
 */
export interface DeployCluster {
  readonly deploys: readonly DeployStretch[];
  readonly x: number;
  readonly side: "left" | "right";
  readonly roomPx: number;
}

/** A flag with its icon and a number. */
const LEAST_PX = 30;
/** Less room than this is not worth a name. */
const NAMED_PX = 64;
const LETTER_PX = 6.2;
/** The mark of a deploy that went wrong, behind its name. */
const TONE_PX = 16;

/** Groups deploys (oldest first) into flags that do not overlap. `xOf` gives CSS pixels from the left. */
export function clusterDeploys(
  deploys: readonly DeployStretch[],
  xOf: (timeMs: number) => number,
  widthPx: number,
): DeployCluster[] {
  const groups: { deploys: DeployStretch[]; x: number }[] = [];
  for (const deploy of deploys) {
    const x = xOf(deploy.timeMs);
    if (x < 0 || x > widthPx) continue;
    const last = groups.at(-1);
    if (last !== undefined && x - last.x < LEAST_PX) last.deploys.push(deploy);
    else groups.push({ deploys: [deploy], x });
  }
  const clusters = groups.map(
    (group, i): DeployCluster => ({
      ...group,
      side: "right",
      roomPx: (groups[i + 1]?.x ?? widthPx) - group.x,
    }),
  );
  return turnLast(clusters);
}

/** Puts the last flag to the left of its line where the wall ends too soon for it: the newest deploy wants its name. */
function turnLast(clusters: readonly DeployCluster[]): DeployCluster[] {
  const last = clusters.at(-1);
  if (last === undefined || last.roomPx >= wantedPx(last.deploys)) return [...clusters];
  const before = clusters.at(-2);
  const freePx = last.x - (before === undefined ? 0 : before.x + LEAST_PX);
  if (freePx < LEAST_PX) return [...clusters];
  const turned = { ...last, side: "left" as const, roomPx: Math.min(freePx, wantedPx(last.deploys)) };
  if (before === undefined) return [turned];
  return [...clusters.slice(0, -2), { ...before, roomPx: last.x - turned.roomPx - before.x }, turned];
}

/** The deploy that a flag is named after: the last of those that most want to be looked at. */
export function namesake(deploys: readonly DeployStretch[]): DeployStretch {
  const tone = worstTone(deploys);
  return deploys.findLast((deploy) => deploy.tone === tone)!;
}

/** The name a flag has room for, "" where it has none. */
export function flagName({ deploys, roomPx }: DeployCluster): string {
  const markPx = worstTone(deploys) === "bad" ? TONE_PX : 0;
  return roomPx < NAMED_PX + markPx ? "" : flagText(namesake(deploys));
}

/** About where a flag lies. */
export function flagSpan(cluster: DeployCluster): { from: number; to: number } {
  const px = flagName(cluster) === "" ? LEAST_PX : Math.min(cluster.roomPx, wantedPx(cluster.deploys));
  return cluster.side === "right"
    ? { from: cluster.x, to: cluster.x + px }
    : { from: cluster.x - px, to: cluster.x };
}

function wantedPx(deploys: readonly DeployStretch[]): number {
  const toneMark = worstTone(deploys) === "bad" ? TONE_PX : 0;
  return LEAST_PX + toneMark + flagText(namesake(deploys)).length * LETTER_PX;
}
