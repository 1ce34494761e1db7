import { type Faults, healthy, type InstanceSpec } from "../company/instance.ts";
import { CERTIFICATE_DAYS, roster } from "../company/roster.ts";
import type { Stage } from "../company/stage.ts";
import { byBolt } from "./release.ts";

/** Notes what a scenario does to the stage that the stage itself does not tell, so that it can be undone. */
export function createRecovery(stage: Stage) {
  const silent = new Set<string>();
  let isCertificateTouched = false;
  let isDnsTouched = false;

  const noted: Stage = {
    ...stage,
    remove(name) {
      silent.delete(name);
      return stage.remove(name);
    },
    restart(name, change) {
      silent.delete(name);
      return stage.restart(name, change);
    },
    silence(name) {
      silent.add(name);
      stage.silence(name);
    },
    certificate(daysLeft) {
      isCertificateTouched = daysLeft !== CERTIFICATE_DAYS;
      return stage.certificate(daysLeft);
    },
    pointDns(to) {
      isDnsTouched = to !== "blue";
      stage.pointDns(to);
    },
  };

  /** The instances as they were at first: versions, weights, nothing wrong. True where there was something to do. */
  async function restoreInstances(): Promise<boolean> {
    const now = new Map(stage.instances().map((spec) => [spec.name, spec]));
    const tasks: Promise<void>[] = [];
    for (const wanted of roster) {
      const spec = now.get(wanted.name);
      now.delete(wanted.name);
      if (spec === undefined) tasks.push(stage.add(wanted));
      else if (silent.has(spec.name) || !isAsWanted(spec, wanted))
        tasks.push(noted.restart(spec.name, { version: wanted.version, faults: healthy }));
      if (spec !== undefined && spec.weight !== wanted.weight) stage.weigh(wanted.name, wanted.weight);
    }
    for (const name of now.keys()) tasks.push(noted.remove(name));
    await Promise.all(tasks);
    return tasks.length > 0;
  }

  return {
    /** The stage as a scenario is given it. */
    stage: noted,
    /** Brings the company back to how it started, and tells Mission Control so where instances change. */
    async restore(): Promise<void> {
      stage.load({ factor: 1, malformedShare: 0 });
      if (isDnsTouched) noted.pointDns("blue");
      if (isCertificateTouched) await noted.certificate(CERTIFICATE_DAYS);
      if (await restoreInstances()) stage.deploy(byBolt(backToTheStart));
    },
  };
}

const backToTheStart = {
  service: "company",
  kind: "provisioning",
  title: "Back to the first versions, nothing wrong",
} as const;

function isAsWanted(spec: InstanceSpec, wanted: InstanceSpec): boolean {
  const keys = Object.keys(healthy) as (keyof Faults)[];
  return spec.version === wanted.version && keys.every((key) => spec.faults[key] === wanted.faults[key]);
}
