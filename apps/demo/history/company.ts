import type { InstanceSpec, Service } from "../company/instance.ts";
import type { Random } from "../company/random.ts";
import { CERTIFICATE_DAYS, roster } from "../company/roster.ts";
import type { LoadShape } from "../company/stage.ts";
import { hitShare, KEPT_SHARE } from "./hits.ts";
import { createInstance, type InstanceNow, type Upstream } from "./instance-now.ts";
import { chancy, createNoise, createWander } from "./noise.ts";
import { demand, meanOf } from "./shapes.ts";

const DAY_MS = 86_400_000;
/** As the running company has it: of all requests those past the edge. */
const DIRECT = 0.12;
/** What a page asks the api. */
const CALLS_OF_PAGE = 0.72;
/** After a DNS change half of those who had the old address still have it so many minutes later. */
const DNS_HALF_LIFE_MINUTES = 1.5;

/** Nobody stands behind: nothing fails and nothing takes time. */
const nobody: Upstream = { errorShare: 0, meanS: 0 };

/** What there is outside of the instances, in the step that is being told. */
export interface Outside {
  timeMs: number;
  /** Requests a second at the edge, and of those what its cache answers. */
  perSecond: number;
  hitsPerSecond: number;
  /** What the cache had to ask for and may keep. */
  missesPerSecond: number;
  errorsPerSecond: number;
  missingPerSecond: number;
  /** The share of them that comes by the green address. */
  green: number;
  certificateEndMs: number;
  mentionsPerSecond: number;
  /** A factor of what people do besides looking, such as buying: the mood of the day. */
  mood: number;
}

export type Company = ReturnType<typeof createCompany>;

/**
 * The company as formulas. What happens to it is told by calls; `pass` then lets one step go by. `rate` is the requests a
 * second that are made at `nowMs` where the day's curve is 1, at the edge and past it.
 */
export function createCompany(options: { random: Random; nowMs: number; rate: number; stepMs: number }) {
  const { random, nowMs, rate } = options;
  const stepS = options.stepMs / 1_000;
  const noise = createNoise(random.fork("noise"));
  const traffic = createWander(noise, 0.05, 90);
  const mood = createWander(noise, 0.1, 400);
  const hits = createWander(noise, 0.02, 200);
  const pace: Record<Service, () => number> = {
    web: createWander(noise, 0.06, 60),
    api: createWander(noise, 0.08, 60),
  };
  const instances = new Map<string, InstanceNow>();
  const load: { factor: number; malformedShare: number } = { factor: 1, malformedShare: 0 };
  const outside: Outside = {
    timeMs: 0,
    perSecond: 0,
    hitsPerSecond: 0,
    missesPerSecond: 0,
    errorsPerSecond: 0,
    missingPerSecond: 0,
    green: 0,
    certificateEndMs: nowMs + CERTIFICATE_DAYS * DAY_MS,
    mentionsPerSecond: 0,
    mood: 1,
  };
  let aim = 0;
  let mentions = 0;
  for (const spec of roster) instances.set(spec.name, createInstance(spec, noise));

  /** Spreads what is asked of a service over its instances by weight; those that are silent get none. */
  function spread(service: Service, perSecond: number, missing: number, upstream: Upstream): void {
    const slowness = 1 + pace[service]();
    let weight = 0;
    for (const one of instances.values())
      if (one.spec.service === service && !one.isSilent) weight += one.spec.weight;
    for (const one of instances.values()) {
      if (one.spec.service !== service) continue;
      const share = one.isSilent || weight === 0 ? 0 : one.spec.weight / weight;
      one.pass({ perSecond: perSecond * share, missing, slowness, upstream, stepS });
    }
  }

  function across(service: Service): Upstream {
    let [all, errors, latency] = [0, 0, 0];
    for (const one of instances.values()) {
      if (one.spec.service !== service) continue;
      all += one.perSecond;
      errors += one.errorsPerSecond;
      latency += one.perSecond * one.medianS;
    }
    return all === 0
      ? { errorShare: 1, meanS: 1 }
      : { errorShare: errors / all, meanS: meanOf(latency / all) };
  }

  return {
    outside: outside as Readonly<Outside>,
    noise,
    stepS,
    instances: (): Iterable<InstanceNow> => instances.values(),
    /** An instance begins, or begins again with what is given: what it had in memory is gone. */
    start(spec: InstanceSpec): void {
      const known = instances.get(spec.name);
      if (known === undefined) instances.set(spec.name, createInstance(spec, noise));
      else known.restart(spec);
    },
    /** An instance goes on with other faults or another weight. */
    change(spec: InstanceSpec): void {
      instances.get(spec.name)?.change(spec);
    },
    stop: (name: string): void => void instances.delete(name),
    silence: (name: string): void => instances.get(name)?.silence(),
    load: (change: Partial<LoadShape>): void => void Object.assign(load, change),
    pointDns(to: "blue" | "green"): void {
      aim = to === "green" ? 1 : 0;
    },
    certificate(endMs: number): void {
      outside.certificateEndMs = endMs;
    },
    mention(): void {
      mentions++;
    },
    /** Lets the step go by that ends at `timeMs`. */
    pass(timeMs: number): void {
      outside.timeMs = timeMs;
      outside.mood = Math.exp(mood());
      outside.green += (aim - outside.green) * (1 - 2 ** (-stepS / 60 / DNS_HALF_LIFE_MINUTES));
      outside.mentionsPerSecond = mentions / stepS;
      mentions = 0;
      const asked = rate * (1 - DIRECT) * demand(timeMs, nowMs) * Math.exp(traffic()) * load.factor;
      const perSecond = chancy(noise, asked, stepS);
      const kept = Math.min(KEPT_SHARE, hitShare(perSecond) * Math.exp(hits()));
      const pages = perSecond * (1 - kept * (1 - load.malformedShare));
      spread("api", pages * CALLS_OF_PAGE + (perSecond * DIRECT) / (1 - DIRECT), 0.006, nobody);
      spread(
        "web",
        pages,
        0.006 + load.malformedShare / (1 - kept + kept * load.malformedShare),
        across("api"),
      );
      outside.perSecond = perSecond;
      outside.hitsPerSecond = perSecond - pages;
      outside.missesPerSecond = perSecond * (KEPT_SHARE - kept) * (1 - load.malformedShare);
      outside.errorsPerSecond = across("web").errorShare * pages;
      outside.missingPerSecond = perSecond * (0.006 + load.malformedShare);
    },
  };
}
