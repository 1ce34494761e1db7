import type { DeployToSend } from "@mission-control/client";
import type { InstanceSpec, Service } from "../company/instance.ts";
import { roster } from "../company/roster.ts";
import { numberOf } from "./tale.ts";

const first = new Map<string, number>(roster.map((spec) => [spec.service, numberOf(spec.version)]));

/**
 * Between the versions that scenarios tell of, counted from the roster's, and those that run in a history, counted from what
 * ran when the scenario began. `specs` are the instances as they run.
 */
export function createVersions(specs: ReadonlyMap<string, InstanceSpec>) {
  const runs = new Map<string, string>(roster.map((spec) => [spec.service, spec.version]));
  let ahead = new Map<string, number>();

  const moved = (version: string, by: number) =>
    version.replace(/\bv(\d+)\b/g, (_, digits: string) => `v${Number(digits) + by}`);
  const aheadOf = (service: string | undefined) => ahead.get(service ?? "") ?? 0;

  return {
    /** What runs now is what the next scenario calls the roster's. */
    settle(): void {
      for (const spec of specs.values()) if (spec.name.endsWith("-1")) runs.set(spec.service, spec.version);
      ahead = new Map(
        [...runs].map(([service, version]) => [service, numberOf(version) - first.get(service)!]),
      );
    },
    now: (service: Service): string => runs.get(service)!,
    asToldSpec: (spec: InstanceSpec): InstanceSpec => ({
      ...spec,
      version: moved(spec.version, -aheadOf(spec.service)),
    }),
    asRunSpec: (spec: InstanceSpec): InstanceSpec => ({
      ...spec,
      version: moved(spec.version, aheadOf(spec.service)),
    }),
    /** Also where its title and its link name a version. */
    asRunDeploy(deploy: DeployToSend): DeployToSend {
      const by = aheadOf(deploy.service);
      const { version, title, link } = deploy;
      return {
        ...deploy,
        ...(version === undefined ? {} : { version: moved(version, by) }),
        ...(title === undefined ? {} : { title: moved(title, by) }),
        ...(link === undefined ? {} : { link: moved(link, by) }),
      };
    },
  };
}
