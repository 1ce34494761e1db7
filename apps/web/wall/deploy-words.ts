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
