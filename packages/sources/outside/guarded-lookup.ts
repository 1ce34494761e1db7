import { lookup as systemLookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { type AddressPolicy, hostOf } from "./address-policy.ts";

/** Refused before anything was sent: trying again changes nothing. */
export class AddressBlocked extends Error {
  override readonly name = "AddressBlocked";
  readonly blocked = true;
}

/** An address that may be spoken to. */
export interface OutsideAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** See `createGuardedLookup`. */
export type GuardedLookup = (host: string, port: number) => Promise<readonly OutsideAddress[]>;

/**
 * Finds the addresses of a name, once: what is found here is what has to be connected to, for a name may lead elsewhere a
 * moment later. Every one of them has to be allowed, so that it does not depend on luck.
 * @throws AddressBlocked where one may not be spoken to; the system's error where the name is not known.
 */
export function createGuardedLookup(options: {
  policy: AddressPolicy;
  /** Every address of a name; by default as the system finds them. */
  resolve?: (host: string) => Promise<readonly { address: string }[]>;
}): GuardedLookup {
  const { policy, resolve = (host: string) => systemLookup(host, { all: true }) } = options;
  return async (given, port) => {
    const host = hostOf(given);
    const found = isIP(host) === 0 ? await resolve(host) : [{ address: host }];
    const [first] = found;
    if (first === undefined) throw Object.assign(new Error("no address"), { code: "ENOTFOUND" });
    return found.map(({ address }) => {
      const refusal = policy.refusalOf({ host, port, address });
      if (refusal !== undefined) throw new AddressBlocked(refusal);
      return { address, family: isIP(address) === 6 ? 6 : 4 };
    });
  };
}

/** For the `lookup` of a connection: what Node asks for is answered with those that were found and allowed. */
export function pinnedTo(addresses: readonly OutsideAddress[]): LookupFunction {
  return (_host, options, found) => {
    const [first] = addresses;
    if (options.all === true) found(null, [...addresses]);
    else found(null, first!.address, first!.family);
  };
}
