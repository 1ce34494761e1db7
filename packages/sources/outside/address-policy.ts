import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import ipaddr from "ipaddr.js";

/** Where a request is going: the name or address that was asked for, and one address that it has. */
export interface OutsideTarget {
  readonly host: string;
  readonly port: number;
  readonly address: string;
}

/** Which addresses outside may be spoken to. */
export interface AddressPolicy {
  /** Why an address may not be spoken to, in words; undefined where it may. */
  refusalOf(target: OutsideTarget): string | undefined;
}

interface Allowed {
  readonly matches: (target: OutsideTarget) => boolean;
}

/**
 * Refuses what is not on the public internet, and this machine itself, but for what the operator allowed: names, addresses
 * and ranges of addresses (CIDR), the first two also with a port.
 * @throws Error in words where an entry of `allow` is none of these.
 */
export function createAddressPolicy(options: {
  allow: readonly string[];
  /** The addresses of this machine. */
  ownAddresses?: () => readonly string[];
}): AddressPolicy {
  const { ownAddresses = addressesOfThisMachine } = options;
  const allowed = options.allow.map((entry, i) => {
    const one = allowedOf(entry.trim().toLowerCase());
    if (one !== undefined) return one;
    throw new Error(
      `outgoing.allow.${i} of mission-control.yaml: "${entry.slice(0, 100)}" is no name, address or range, such as hooks.example.org, 10.0.0.5:8080 or 10.0.0.0/8`,
    );
  });
  const refused = (target: OutsideTarget, why: string): string =>
    `address blocked by policy: ${target.address === target.host ? "" : `${target.host} is `}${target.address}, ${why}; the operator may allow it with outgoing.allow`;

  return {
    refusalOf(given) {
      if (isIP(given.address) === 0) return refused(given, "which is no address");
      const target = { ...given, host: hostOf(given.host), address: plain(given.address) };
      if (allowed.some(({ matches }) => matches(target))) return undefined;
      // The way an address is written counts, too: nobody honest hides one in another.
      const why = kindOf(target.address) ?? kindOf(given.address.split("%")[0]!);
      if (why !== undefined) return refused(given, why);
      return ownAddresses().some((own) => plain(own) === target.address)
        ? refused(given, "this machine itself")
        : undefined;
    },
  };
}

/** A host without its brackets and last dot, in small letters. */
export function hostOf(host: string): string {
  const bare = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  return bare.toLowerCase().replace(/\.$/, "");
}

/** What an address is, where it is not on the public internet. */
const WORDS: Readonly<Record<string, string>> = {
  unspecified: "no address of anyone",
  broadcast: "everyone at once",
  multicast: "many at once",
  linkLocal: "in the local network",
  loopback: "this machine itself",
  carrierGradeNat: "in a provider's network",
  private: "in a private network",
  uniqueLocal: "in a private network",
  deprecatedSiteLocal: "in a private network",
  ipv4Mapped: "another address inside of it",
  rfc6145: "another address inside of it",
  rfc6052: "another address inside of it",
  "6to4": "another address inside of it",
  teredo: "another address inside of it",
};

/** Public by its number, but the machine's own provider answers there, with what only the machine may know. */
const PROVIDERS = new Set(["168.63.129.16"]);

function kindOf(address: string): string | undefined {
  if (PROVIDERS.has(address)) return "the provider of this machine";
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== "unicast") return WORDS[range] ?? "reserved";
  if (!(parsed instanceof ipaddr.IPv6)) return undefined;
  const { parts } = parsed;
  // Only 2000::/3 was ever given to anyone; the rest has older ways to write an IPv4 address.
  if ((parts[0]! & 0xe000) !== 0x2000) return "reserved";
  // ISATAP: an IPv4 address in the half that hosts choose.
  const isIsatap = (parts[4]! & 0xfdff) === 0 && parts[5] === 0x5efe;
  return isIsatap ? WORDS.ipv4Mapped : undefined;
}

/** An address in its one way of writing, an IPv4 address as such, without the name of an interface. */
function plain(address: string): string {
  const [bare = address] = address.split("%");
  return isIP(bare) === 0 ? bare : ipaddr.process(bare).toString();
}

function allowedOf(entry: string): Allowed | undefined {
  if (entry.includes("/")) {
    const [address = "", bits = ""] = entry.split("/");
    if (isIP(address) === 0 || !/^\d{1,3}$/.test(bits) || !ipaddr.isValidCIDR(entry)) return undefined;
    const [network, length] = ipaddr.parseCIDR(entry);
    return {
      matches(target) {
        const parsed = ipaddr.parse(target.address);
        return parsed.kind() === network.kind() && parsed.match(network, length);
      },
    };
  }
  if (isIP(entry) !== 0) return { matches: ({ address }) => address === plain(entry) };
  const { host = "", port } =
    /^(?<host>\[[0-9a-f:.]+\]|[^:[\]]+)(?::(?<port>\d{1,5}))?$/.exec(entry)?.groups ?? {};
  const name = hostOf(host);
  const isPort = (target: OutsideTarget) => port === undefined || target.port === Number(port);
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return undefined;
  if (isIP(name) !== 0) return { matches: (target) => target.address === plain(name) && isPort(target) };
  if (!/^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_-]{1,63})*$/.test(name) || /^[\d.]+$/.test(name))
    return undefined;
  return { matches: (target) => target.host === name && isPort(target) };
}

function addressesOfThisMachine(): string[] {
  return Object.values(networkInterfaces()).flatMap((of) => (of ?? []).map(({ address }) => address));
}
