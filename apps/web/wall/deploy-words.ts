import type { Deploy, DeployStatus } from "@mission-control/contracts";

const statusWords: Record<DeployStatus, string> = {
  started: "started",
  finished: "deployed",
  failed: "failed",
  rolled_back: "rolled back",
};

/** What became of a deploy, in a word. */
export function deployStatusWord(status: DeployStatus): string {
  return statusWords[status];
}

/** A deploy's short name: "api v412". */
export function deployName(deploy: Pick<Deploy, "service" | "version">): string {
  return deploy.version === "" ? deploy.service : `${deploy.service} ${deploy.version}`;
}

const gravity: readonly DeployStatus[] = ["failed", "rolled_back", "started", "finished"];

/** The status that stands for several deploys: the one that most wants to be looked at. */
export function worstStatus(deploys: readonly Pick<Deploy, "status">[]): DeployStatus {
  return gravity.find((status) => deploys.some((deploy) => deploy.status === status)) ?? "finished";
}
