import { type Faults, healthy, type InstanceSpec, type Service } from "../company/instance.ts";
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
    resetDns() {
      isDnsTouched = false;
      stage.resetDns();
    },
  };

  /** The instances as they were at first: versions, weights, nothing wrong. True where there was something to do. */
  async function restoreInstances(): Promise<boolean> {
    const changes = await Promise.all(services.map(restoreService));
    return changes.some((count) => count > 0);
  }

  /**
   * One instance at a time, so that the others go on serving: those that are missing or silent first, those that are too
   * many last. Gives how many changed. One that cannot be changed does not keep the others from it.
   * @throws Error the first that there was.
   */
  async function restoreService(service: Service): Promise<number> {
    const now = new Map(ofService(stage.instances(), service).map((spec) => [spec.name, spec]));
    const missing: (() => Promise<void>)[] = [];
    const changed: (() => Promise<void>)[] = [];
    for (const wanted of ofService(roster, service)) {
      const spec = now.get(wanted.name);
      now.delete(wanted.name);
      if (spec === undefined) missing.push(() => stage.add(wanted));
      else {
        if (spec.weight !== wanted.weight) stage.weigh(wanted.name, wanted.weight);
        const restart = () => noted.restart(wanted.name, { version: wanted.version, faults: healthy });
        if (silent.has(spec.name)) missing.push(restart);
        else if (!isAsWanted(spec, wanted)) changed.push(restart);
      }
    }
    const tooMany = [...now.keys()].map((name) => () => noted.remove(name));
    const tasks = [...missing, ...changed, ...tooMany];
    const faults: unknown[] = [];
    for (const task of tasks) await task().catch((fault: unknown) => faults.push(fault));
    if (faults.length > 0) throw faults[0];
    return tasks.length;
  }

  return {
    /** The stage as a scenario is given it. */
    stage: noted,
    /** Brings the company back to how it started, and tells Mission Control so where instances change. */
    async restore(): Promise<void> {
      stage.load({ factor: 1, malformedShare: 0 });
      if (isDnsTouched) noted.resetDns();
      if (isCertificateTouched) await noted.certificate(CERTIFICATE_DAYS);
      if (await restoreInstances()) stage.deploy(byBolt(backToTheStart));
    },
  };
}

const services: readonly Service[] = ["web", "api"];

const ofService = (specs: readonly InstanceSpec[], service: Service): InstanceSpec[] =>
  specs.filter((spec) => spec.service === service);

const backToTheStart = {
  service: "company",
  kind: "provisioning",
  title: "Back to the first versions, nothing wrong",
} as const;

function isAsWanted(spec: InstanceSpec, wanted: InstanceSpec): boolean {
  const keys = Object.keys(healthy) as (keyof Faults)[];
  return spec.version === wanted.version && keys.every((key) => spec.faults[key] === wanted.faults[key]);
}
