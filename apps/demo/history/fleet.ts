import type { Times } from "./histogram.ts";
import type { InstanceNow } from "./instance-now.ts";

export function sum(instances: readonly InstanceNow[], of: (one: InstanceNow) => number): number {
  let total = 0;
  for (let i = 0; i < instances.length; i++) total += of(instances[i]!);
  return total;
}

/** The times of several instances as one: the median of each counts by how many it answered. */
export function together(instances: readonly InstanceNow[], medianS: (one: InstanceNow) => number): Times {
  const perSecond = () => sum(instances, (one) => one.perSecond);
  return {
    perSecond,
    medianS: () => sum(instances, (one) => one.perSecond * medianS(one)) / Math.max(1e-9, perSecond()),
  };
}

export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}
