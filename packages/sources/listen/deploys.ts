import {
  type Deploy,
  type DeployKind,
  type DeployStatus,
  deployKindSchema,
  deployStatusSchema,
  type Event,
  type RawDeploy,
  type RawEvent,
} from "@mission-control/contracts";

/** The type of the events that mark deploys. */
const DEPLOY_TYPE = "deploy";

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

const severities: Record<DeployStatus, NonNullable<RawEvent["severity"]>> = {
  started: "info",
  finished: "info",
  failed: "error",
  rolled_back: "warning",
};

/** "api v412 deployed", "www DNS changed". */
function titleOf({ service, version, kind, status }: RawDeploy): string {
  return [service, version, words[kind][status]].filter((part) => part !== undefined).join(" ");
}

/** The event of a deploy: type `deploy`, what it says as attributes, its title in words unless one is given. */
export function eventOfDeploy(deploy: RawDeploy): RawEvent {
  const { id, time, service, host, title, status, kind, version, author, environment, link } = deploy;
  const given = Object.entries({ version, author, environment, link }).filter(([, v]) => v !== undefined);
  return {
    ...(id === undefined ? {} : { id }),
    ...(time === undefined ? {} : { time }),
    ...(host === undefined ? {} : { host }),
    type: DEPLOY_TYPE,
    title: title ?? titleOf(deploy),
    severity: severities[status],
    service,
    attributes: { status, kind, ...Object.fromEntries(given) },
  };
}

/**
 * The deploy that an event marks, or undefined where its type is another. Anyone may post an event of that type, so
 * what is missing or odd counts as a finished release, and only http and https links are kept.
 */
export function deployOfEvent(event: Event): Deploy | undefined {
  if (event.type !== DEPLOY_TYPE) return undefined;
  const attributes = new Map(Object.entries(event.attributes));
  const text = (name: string) => {
    const value = attributes.get(name);
    return value === undefined || value === null ? "" : String(value);
  };
  const status = deployStatusSchema.safeParse(attributes.get("status"));
  const kind = deployKindSchema.safeParse(attributes.get("kind"));
  return {
    id: event.id,
    timeMs: event.timeMs,
    service: event.service,
    version: text("version"),
    status: status.success ? status.data : "finished",
    kind: kind.success ? kind.data : "release",
    author: text("author"),
    environment: text("environment"),
    title: event.title,
    link: /^https?:\/\//i.test(text("link")) ? text("link") : "",
  };
}
