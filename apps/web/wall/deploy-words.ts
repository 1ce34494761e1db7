import { deployStatusWords } from "@mission-control/contracts";
import { clockTime, lengthText } from "../format/time.ts";
import type { DeployStretch } from "./deploy-stretches.ts";

/** What became of a deploy, in words: "deployed", "DNS changed", "rolled back". */
export function outcomeWords({ kind, status, tone, undoneMs }: DeployStretch): string {
  if (undoneMs !== undefined) {
    const done = status === "rolled_back" ? "" : `${deployStatusWords({ kind, status })}, `;
    return `${done}rolled back at ${clockTime(undoneMs)}`;
  }
  return deployStatusWords({ kind, status: tone === "running" ? "started" : status });
}

/** How long it took, "" where that is not known. */
export function lengthWords({ timeMs, endMs }: DeployStretch): string {
  return endMs === undefined ? "" : `took ${lengthText(endMs - timeMs)}`;
}

const kinds: Record<DeployStretch["kind"], string> = {
  release: "release",
  dns: "DNS change",
  cluster: "cluster change",
  provisioning: "provisioning",
};

/** What is known of it besides: kind, version, length, who, where. */
export function factsOf(stretch: DeployStretch): readonly (readonly [name: string, words: string])[] {
  const { kind, service, version, host, author, environment } = stretch;
  const facts: [string, string][] = [
    ["Kind", kinds[kind]],
    ["Service", service],
    ["Version", version],
    ["Machine", host],
    ["Length", lengthWords(stretch).replace("took ", "")],
    ["Author", author],
    ["In", environment],
  ];
  return facts.filter(([, words]) => words !== "");
}
