import type { Clock } from "@mission-control/series";
import type { InstanceSpec } from "../company/instance.ts";
import { CERTIFICATE_DAYS, roster } from "../company/roster.ts";
import type { LoadShape, Stage } from "../company/stage.ts";

/** A stage without a company: it keeps the books as every stage must, and writes down what it was asked and when. */
export function createRecordingStage(clock: Clock) {
  const beganMs = clock.now();
  const specs = new Map<string, InstanceSpec>(roster.map((spec) => [spec.name, spec]));
  const silent = new Set<string>();
  const told: string[] = [];
  let load: LoadShape = { factor: 1, malformedShare: 0 };
  let daysLeft = CERTIFICATE_DAYS;
  let dns = "blue";

  const tell = (what: string, ...rest: unknown[]) =>
    told.push([clock.now() - beganMs, what, ...rest.map((value) => JSON.stringify(value))].join(" "));

  function known(name: string): InstanceSpec {
    const spec = specs.get(name);
    if (spec === undefined) throw new Error(`there is no instance ${name}`);
    return spec;
  }

  const stage: Stage = {
    clock,
    instances: () => [...specs.values()],
    async add(spec) {
      if (specs.has(spec.name)) throw new Error(`there is an instance ${spec.name} already`);
      specs.set(spec.name, spec);
      tell("add", spec);
    },
    async remove(name) {
      known(name);
      specs.delete(name);
      silent.delete(name);
      tell("remove", name);
    },
    async restart(name, change = {}) {
      specs.set(name, { ...known(name), ...change });
      silent.delete(name);
      tell("restart", name, change);
    },
    silence(name) {
      known(name);
      silent.add(name);
      tell("silence", name);
    },
    fault(name, change) {
      const spec = known(name);
      specs.set(name, { ...spec, faults: { ...spec.faults, ...change } });
      tell("fault", name, change);
    },
    weigh(name, weight) {
      specs.set(name, { ...known(name), weight });
      tell("weigh", name, weight);
    },
    load(change) {
      load = { ...load, ...change };
      tell("load", change);
    },
    async certificate(days) {
      daysLeft = days;
      tell("certificate", days);
    },
    pointDns(to) {
      dns = to;
      tell("dns", to);
    },
    resetDns() {
      dns = "blue";
      tell("dns reset");
    },
    deploy: (deploy) => void tell("deploy", deploy),
    event: (event) => void tell("event", event),
  };
  return {
    stage,
    told,
    state: () => ({ instances: stage.instances(), silent: [...silent], load, daysLeft, dns }),
  };
}
