import { capacity } from "../company/capacity.ts";
import type { InstanceSpec, Service } from "../company/instance.ts";
import { chancy, createWander, type Noise } from "./noise.ts";
import { meanOf } from "./shapes.ts";

const MIB = 1_048_576;
/** Requests that an instance answers at a time before it is said to be full. */
const AT_A_TIME = 24;

/** How fast a service is when nothing is asked of it, s; how much processor time a request takes; what a process holds. */
const nature: Record<Service, { ownS: number; cpuS: number; memory: number; files: number }> = {
  web: { ownS: 0.016, cpuS: 0.0022, memory: 96 * MIB, files: 34 },
  api: { ownS: 0.0105, cpuS: 0.0014, memory: 82 * MIB, files: 42 },
};

/** How those behind an instance do. */
export interface Upstream {
  readonly errorShare: number;
  readonly meanS: number;
}

/** What an instance is asked in a step. */
interface Asked {
  readonly perSecond: number;
  /** The share of what cannot be found. */
  readonly missing: number;
  /** A factor of the service's latency. */
  readonly slowness: number;
  readonly upstream: Upstream;
  readonly stepS: number;
}

export type InstanceNow = ReturnType<typeof createInstance>;

/** An instance as formulas: its faults bend what it answers, and it fills up by them until it starts again. */
export function createInstance(first: InstanceSpec, noise: Noise) {
  const wander = createWander(noise, 0.03, 120);
  const self = {
    spec: first,
    /** Counts its starts. */
    run: 0,
    isSilent: false,
    perSecond: 0,
    errorsPerSecond: 0,
    missingPerSecond: 0,
    /** Half of its answers took no longer, s. */
    medianS: 0,
    poolWaitS: 0,
    poolBusy: 0,
    poolWaiting: 0,
    inFlight: 0,
    saturation: 0,
    openFiles: 0,
    processorShare: 0,
    memoryBytes: 0,
    isPoolEmpty: false,
    isOutOfFiles: false,
    restart,
    change(spec: InstanceSpec): void {
      self.spec = spec;
    },
    silence(): void {
      self.isSilent = true;
    },
    pass,
  };
  let [leaked, files, ageS] = [0, 0, 0];

  function restart(spec: InstanceSpec): void {
    self.spec = spec;
    self.run++;
    self.isSilent = false;
    [leaked, files, ageS] = [0, 0, 0];
  }

  function pass({ perSecond, missing, slowness, upstream, stepS }: Asked): void {
    const { faults, service } = self.spec;
    const { ownS, cpuS, memory, files: ownFiles } = nature[service];
    ageS += stepS;
    leaked = Math.min(capacity.connections, leaked + (faults.leaksPerMinute * stepS) / 60);
    files = Math.min(capacity.openFiles, files + (faults.filesPerMinute * stepS) / 60);
    self.isPoolEmpty = service === "api" && leaked >= capacity.connections;
    self.perSecond = chancy(noise, perSecond, stepS);

    const crowd = self.perSecond / 120;
    const unhurried = (ownS + 0.9 * upstream.meanS) * slowness * (1 + wander()) * (1 + crowd * crowd);
    self.medianS = unhurried * faults.latencyFactor * (self.isPoolEmpty ? 6 : 1);
    self.inFlight = self.perSecond * meanOf(self.medianS);
    self.openFiles = Math.min(capacity.openFiles, Math.round(ownFiles + self.inFlight + files));
    self.isOutOfFiles = self.openFiles >= capacity.openFiles;

    const free = Math.max(0, capacity.connections - leaked);
    const wanted = self.inFlight * 0.8;
    self.poolBusy = Math.min(capacity.connections, Math.round(leaked + Math.min(free, wanted)));
    self.poolWaiting = Math.round(self.isPoolEmpty ? 4 + self.perSecond / 4 : Math.max(0, wanted - free));
    self.poolWaitS = self.isPoolEmpty
      ? 0.7
      : 0.0004 / Math.max(0.02, 1 - Math.min(1, (wanted + leaked) / capacity.connections));

    const failing = Math.max(
      0.0008,
      faults.errorShare,
      self.isPoolEmpty ? 2 / 3 : 0,
      self.isOutOfFiles ? 0.5 : 0,
      upstream.errorShare * 0.85,
    );
    self.errorsPerSecond = Math.min(self.perSecond, chancy(noise, self.perSecond * failing, stepS));
    const left = self.perSecond - self.errorsPerSecond;
    self.missingPerSecond = Math.min(left, chancy(noise, left * missing, stepS));
    self.saturation = Math.min(
      1,
      Math.max(self.inFlight / AT_A_TIME, service === "api" ? self.poolBusy / capacity.connections : 0),
    );
    self.processorShare = Math.min(1, 0.012 + self.perSecond * cpuS * (1 + wander()));
    // A young process grows fast, and then no more.
    const grown = 1 - Math.exp(-ageS / 1_800);
    self.memoryBytes = memory * (1 + 0.35 * grown) + self.inFlight * 0.4 * MIB + files * 0.1 * MIB;
  }

  return self;
}
