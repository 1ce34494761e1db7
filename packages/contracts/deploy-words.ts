import type { DeployKind, DeployStatus } from "./deploy.ts";

/** What a deploy of each kind did, by where it stands. */
const words: Record<DeployKind, Record<DeployStatus, string>> = {
  release: {
    started: "deploy started",
    finished: "deployed",
    failed: "deploy failed",
    rolled_back: "rolled back",
  },
  dns: {
    started: "DNS change started",
    finished: "DNS changed",
    failed: "DNS change failed",
    rolled_back: "DNS change rolled back",
  },
  cluster: {
    started: "cluster change started",
    finished: "cluster changed",
    failed: "cluster change failed",
    rolled_back: "cluster change rolled back",
  },
  provisioning: {
    started: "provisioning started",
    finished: "provisioned",
    failed: "provisioning failed",
    rolled_back: "provisioning rolled back",
  },
};

/** What a deploy did, in words: "deployed", "DNS changed". */
export function deployStatusWords({ kind, status }: { kind: DeployKind; status: DeployStatus }): string {
  return words[kind][status];
}

/** What a deploy is about: "api v412", of a machine "api-4". */
export function deployName(deploy: {
  service: string;
  kind: DeployKind;
  version?: string | undefined;
  host?: string | undefined;
}): string {
  const { service, kind, version = "", host = "" } = deploy;
  if (kind === "provisioning" && host !== "") return host;
  return version === "" ? service : `${service} ${version}`;
}

/** Both: "api v412 deployed", "www DNS changed". */
export function deployTitle(deploy: Parameters<typeof deployName>[0] & { status: DeployStatus }): string {
  return `${deployName(deploy)} ${deployStatusWords(deploy)}`.trim();
}
