import { workerData } from "node:worker_threads";
import type { Probe, ProbeResult } from "@mission-control/contracts";
import { systemClock } from "@mission-control/series";
import { createAddressPolicy, createCheck, createGuardedLookup } from "@mission-control/sources";
import type { ProbeThreadData } from "./probe-thread.ts";

const { allow } = workerData as ProbeThreadData;
const lookup = createGuardedLookup({ policy: createAddressPolicy({ allow }) });
const check = createCheck({ clock: systemClock, lookup });

/** Makes one check on a thread that does nothing else. */
export default function probeTask(probe: Probe): Promise<ProbeResult> {
  return check(probe);
}
