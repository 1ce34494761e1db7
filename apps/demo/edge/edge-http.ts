import { createServer, type Server } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { Clock } from "@mission-control/series";
import { createHttpAsk } from "../company/http-ask.ts";
import { endServerWithin, listen, listenerOf } from "../company/http-listener.ts";
import type { Random } from "../company/random.ts";
import type { Telemetry } from "../company/telemetry.ts";
import { createEdgeCache, type EdgeAddress } from "./cache.ts";
import { makeCertificate } from "./certificate.ts";
import type { Syslog } from "./syslog.ts";

const BLUE_HOST = "127.0.0.1";
const GREEN_HOST = "127.0.0.2";
/** What is still open then is cut off. */
const END_MS = 2_000;

/** Where one of the edge's two addresses is. */
export interface EdgeAt {
  readonly host: string;
  readonly http: number;
  readonly https: number;
}

export interface RunningEdge {
  readonly addresses: Readonly<Record<EdgeAddress, EdgeAt>>;
  /** New connections see a certificate that ends in so many days. */
  certificate(daysLeft: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The edge cache over HTTP and HTTPS at two addresses: blue is 127.0.0.1, green 127.0.0.2 with the same ports, or where
 * the machine has no such address, free ports of 127.0.0.1. Port 0 takes a free one.
 * @throws Error where a port cannot be had, naming it and the setting.
 */
export async function startEdge({
  clock,
  random,
  telemetry,
  syslog,
  ports,
  originPort,
  daysLeft,
}: {
  clock: Clock;
  random: Random;
  telemetry: Pick<Telemetry, "count" | "gauge">;
  syslog: Pick<Syslog, "access">;
  ports: { readonly http: number; readonly https: number };
  /** The balancer's frontend for pages, on this machine. */
  originPort: number;
  /** Of the certificate. */
  daysLeft: number;
}): Promise<RunningEdge> {
  const origin = createHttpAsk({ host: BLUE_HOST, port: originPort });
  const cache = createEdgeCache({ clock, random, telemetry, origin: origin.ask, log: syslog.access });
  const first = await makeCertificate(clock, daysLeft);
  const opened: Server[] = [];
  const secure: TlsServer[] = [];

  async function open(address: EdgeAddress, host: string, wanted: typeof ports): Promise<EdgeAt> {
    const listener = listenerOf(cache.at(address));
    const plain = createServer({ keepAliveTimeout: 60_000 }, listener);
    const tls = createTlsServer({ ...first, keepAliveTimeout: 60_000 }, listener);
    const at = (what: string, port: number, setting: string) => ({
      what: `The edge (${what})`,
      host,
      port,
      setting,
    });
    const http = await listen(plain, at("HTTP", wanted.http, "--edge-port"));
    opened.push(plain);
    const https = await listen(tls, at("HTTPS", wanted.https, "--edge-tls-port"));
    opened.push(tls);
    secure.push(tls);
    return { host, http, https };
  }

  async function openGreen(): Promise<EdgeAt> {
    try {
      return await open("green", GREEN_HOST, ports);
    } catch (error) {
      if (((error as Error).cause as NodeJS.ErrnoException | undefined)?.code !== "EADDRNOTAVAIL")
        throw error;
      return open("green", BLUE_HOST, { http: 0, https: 0 });
    }
  }

  async function stop(): Promise<void> {
    await Promise.all(opened.map((server) => endServerWithin(END_MS, clock, server)));
    origin.close();
  }

  try {
    const addresses = { blue: await open("blue", BLUE_HOST, ports), green: await openGreen() };
    return {
      addresses,
      stop,
      async certificate(days) {
        const { cert, key } = await makeCertificate(clock, days);
        for (const server of secure) server.setSecureContext({ cert, key });
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
