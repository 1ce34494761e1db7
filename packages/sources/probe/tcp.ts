import type { Probe } from "@mission-control/contracts";
import { hostOf } from "../outside/address-policy.ts";
import type { GuardedLookup } from "../outside/guarded-lookup.ts";
import { openConnection } from "./connection.ts";
import type { Trace, Verdict } from "./trace.ts";

type TcpProbe = Extract<Probe, { kind: "tcp" }>;

/** Whether something listens. */
export async function checkTcp(
  { host, port }: TcpProbe,
  { lookup, trace }: { lookup: GuardedLookup; trace: Trace },
): Promise<Verdict> {
  await openConnection({ host: hostOf(host), port, lookup, trace });
  return { ok: true, words: `connected to ${trace.seen.address}` };
}
