import type { AddressInfo, Server } from "node:net";
import type { Probe } from "@mission-control/contracts";
import { probeSchema } from "@mission-control/contracts";
import { createAddressPolicy } from "../outside/address-policy.ts";
import { createGuardedLookup } from "../outside/guarded-lookup.ts";

/** A lookup that allows this machine, and finds it by the names of `example.org`. */
export const lookupHere = createGuardedLookup({
  policy: createAddressPolicy({ allow: ["127.0.0.1", "::1"] }),
  resolve: async (host) => {
    if (host.endsWith("example.org")) return [{ address: "127.0.0.1" }];
    throw Object.assign(new Error("not known"), { code: "ENOTFOUND" });
  },
});

/** A probe with everything that was not said filled in. */
export const probeOf = (given: Record<string, unknown>): Probe =>
  probeSchema.parse({ slug: "shop", name: "Shop", ...given });

/** Listens on a port of its own. */
export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
