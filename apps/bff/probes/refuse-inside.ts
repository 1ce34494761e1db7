import { type Probe, Refusal, resolverOf } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { AddressBlocked, type GuardedLookup } from "@mission-control/sources";

/** So long a name is looked up before a probe is kept; each check looks it up again. */
const LOOKUP_MS = 2_000;

/**
 * Refuses a probe that would speak to where nothing may be asked. A name that is not known, or not now, may be some day.
 * @throws Refusal `invalid_body`, with the fault at its field
 */
export async function refuseInside(
  probe: Probe,
  { lookup, clock }: { lookup: GuardedLookup; clock: Clock },
): Promise<void> {
  const asked = askedBy(probe);
  if (asked === undefined) return;
  let stopWaiting = () => {};
  const late = new Promise<void>((resolve) => {
    stopWaiting = clock.after(LOOKUP_MS, resolve);
  });
  try {
    await Promise.race([lookup(asked.host, asked.port), late]);
  } catch (error) {
    if (!(error instanceof AddressBlocked)) return;
    const errors = [{ code: "custom", path: asked.field, message: error.message }];
    throw new Refusal("invalid_body", `This cannot be probed. ${asked.field}: ${error.message}.`, { errors });
  } finally {
    stopWaiting();
  }
}

/** Whom a probe speaks to, and in which field that stands; undefined where it is this machine's own resolver. */
function askedBy(probe: Probe): { field: string; host: string; port: number } | undefined {
  if (probe.kind === "tcp") return { field: "host", host: probe.host, port: probe.port };
  if (probe.kind === "http") {
    const { hostname, port, protocol } = new URL(probe.url);
    return { field: "url", host: hostname, port: Number(port || (protocol === "https:" ? 443 : 80)) };
  }
  const resolver = resolverOf(probe.resolver);
  return resolver && { field: "resolver", host: resolver.address, port: resolver.port };
}
