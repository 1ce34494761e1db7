import {
  type DeployStatus,
  deployTitle,
  deployType,
  type RawDeploy,
  type RawEvent,
} from "@mission-control/contracts";

const severities: Record<DeployStatus, NonNullable<RawEvent["severity"]>> = {
  started: "info",
  finished: "info",
  failed: "error",
  rolled_back: "warning",
};

/** The event of a deploy: type `deploy`, what it says as attributes, its title in words unless one is given. */
export function eventOfDeploy(deploy: RawDeploy): RawEvent {
  const { id, time, service, host, title, status, kind, version, author, environment, link } = deploy;
  const given = Object.entries({ version, author, environment, link }).filter(([, v]) => v !== undefined);
  return {
    ...(id === undefined ? {} : { id }),
    ...(time === undefined ? {} : { time }),
    ...(host === undefined ? {} : { host }),
    type: deployType,
    title: title ?? deployTitle(deploy),
    severity: severities[status],
    service,
    attributes: { status, kind, ...Object.fromEntries(given) },
  };
}
