import type { Clock, Undo } from "@mission-control/series";
import type { Random } from "../company/random.ts";
import type { Telemetry } from "../company/telemetry.ts";
import type { Call } from "../company/wire.ts";
import { createCertificateWatch } from "./certificate-watch.ts";
import type { Look, Sighting } from "./look.ts";

/** Where somebody looks from. */
interface Location {
  readonly name: string;
  readonly country: string;
  readonly address: string;
  /** There and back, ms. */
  readonly roundTripMs: number;
}

const locations: readonly Location[] = [
  { name: "fra", country: "DE", address: "2001:db8::f1", roundTripMs: 9 },
  { name: "iad", country: "US", address: "2001:db8::f2", roundTripMs: 88 },
  { name: "sin", country: "SG", address: "2001:db8::f3", roundTripMs: 162 },
];
/** Of the logarithm of a round trip. */
const JITTER = 0.07;

/**
 * Looks at `target` from three locations in turn, each every `everyMs`. The distance is made up: to connect, to agree on a
 * secure connection (TLS 1.3) and to ask cost a round trip each. Gauges tell each look; an event tells when a location
 * begins to fail, and one when it is well again; the certificate has events of its own.
 */
export function createProber(options: {
  clock: Clock;
  random: Random;
  telemetry: Pick<Telemetry, "gauge" | "event">;
  look: Look;
  /** The host's name, as labels and events have it. */
  target?: string;
  /** Not kept by the edge, so that a look reaches everything behind it. */
  path?: string;
  everyMs?: number;
}) {
  const { clock, random, telemetry, look, target = "www.shop.example", path = "/cart" } = options;
  const everyMs = options.everyMs ?? 10_000;
  const certificate = createCertificateWatch({ clock, telemetry, host: target });
  /** Since when each location fails. */
  const failingSinceMs = new Map<string, number>();
  let undo: Undo[] = [];

  async function probe(location: Location, call: Call, tags: Record<string, string>): Promise<void> {
    const seen = fromAfar(await look(call), random.logNormal(location.roundTripMs, JITTER));
    if (undo.length === 0) return;
    telemetry.gauge("probe_success", seen.fault === undefined ? 1 : 0, tags);
    telemetry.gauge("probe_duration_seconds", seen.totalMs / 1_000, tags);
    if (seen.tlsMs !== undefined) telemetry.gauge("probe_tls_seconds", seen.tlsMs / 1_000, tags);
    if (seen.certificateEndMs !== undefined) {
      telemetry.gauge("probe_ssl_earliest_cert_expiry", seen.certificateEndMs / 1_000, tags);
      certificate.seen(seen.certificateEndMs);
    }
    const sinceMs = failingSinceMs.get(location.name);
    if (seen.fault !== undefined && sinceMs === undefined) {
      failingSinceMs.set(location.name, clock.now());
      tell("error", `${target} fails from ${location.name}: ${seen.fault}`, location, timingsOf(seen));
    } else if (seen.fault === undefined && sinceMs !== undefined) {
      failingSinceMs.delete(location.name);
      const failed_s = Math.round((clock.now() - sinceMs) / 1_000);
      tell("info", `${target} is well again from ${location.name}`, location, { failed_s });
    }
  }

  function tell(severity: "error" | "info", title: string, { name }: Location, more: Attributes): void {
    const attributes = { location: name, target, path, ...more };
    telemetry.event({ type: "probe", severity, service: "edge", title, attributes });
  }

  function begin(location: Location, index: number): void {
    const call = callFrom(location, path);
    const tags = { location: location.name, target };
    const turn = () => void probe(location, call, tags);
    undo.push(
      clock.after((everyMs * index) / locations.length, () => {
        undo.push(clock.every(everyMs, turn));
        turn();
      }),
    );
  }

  return {
    start(): void {
      if (undo.length === 0) locations.forEach(begin);
    },
    /** Looks no more; what a look under way shows is not told. */
    stop(): void {
      for (const stop of undo) stop();
      undo = [];
    },
  };
}

type Attributes = Record<string, string | number>;

function callFrom({ name, country, address }: Location, path: string): Call {
  const user = { id: `probe-${name}`, address, country, experiment: "blue-button" } as const;
  return { method: "GET", path, userAgent: `ExampleProbe/1.0 (${name})`, user };
}

/** What it would have shown from so far away. */
function fromAfar(seen: Sighting, roundTripMs: number): Sighting {
  const { connectMs, tlsMs, firstByteMs } = seen;
  const trips = [connectMs, tlsMs, firstByteMs].filter((ms) => ms !== undefined).length;
  return {
    ...seen,
    ...(connectMs === undefined ? {} : { connectMs: connectMs + roundTripMs }),
    ...(tlsMs === undefined ? {} : { tlsMs: tlsMs + roundTripMs }),
    ...(firstByteMs === undefined ? {} : { firstByteMs: firstByteMs + roundTripMs }),
    totalMs: seen.totalMs + trips * roundTripMs,
  };
}

function timingsOf({ fault, status, connectMs, tlsMs, firstByteMs, totalMs }: Sighting): Attributes {
  const known = {
    fault,
    status,
    connect_ms: connectMs,
    tls_ms: tlsMs,
    first_byte_ms: firstByteMs,
    total_ms: totalMs,
  };
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(known)) {
    if (value !== undefined)
      attributes[name] = typeof value === "number" ? Math.round(value * 10) / 10 : value;
  }
  return attributes;
}
