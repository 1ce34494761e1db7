import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { isIP, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { Probe } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { hostOf } from "../outside/address-policy.ts";
import type { GuardedLookup } from "../outside/guarded-lookup.ts";
import { seeCertificate } from "./certificate.ts";
import { openConnection } from "./connection.ts";
import type { Trace, Verdict } from "./trace.ts";

type HttpProbe = Extract<Probe, { kind: "http" }>;

/** Bytes of a body that are read. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Asks for a page on a connection of its own and looks at what comes. Who shows a certificate that is no good is asked for
 * nothing. A redirect is an answer like any other: where it leads is not followed.
 */
export async function checkHttp(
  probe: HttpProbe,
  options: { lookup: GuardedLookup; trace: Trace; clock: Clock; ca?: string | undefined },
): Promise<Verdict> {
  const { lookup, trace, clock, ca } = options;
  const { seen } = trace;
  const url = new URL(probe.url);
  const host = hostOf(url.hostname);
  const isSecure = url.protocol === "https:";
  const port = Number(url.port || (isSecure ? 443 : 80));
  const socket = await openConnection({ host, port, lookup, trace });
  const secured = isSecure ? await trace.phase("tls", () => secure(socket, host, ca)) : undefined;
  if (secured !== undefined) {
    seeCertificate({ socket: secured, host, nowMs: clock.now(), seen });
    if (seen.certificateFault !== null) return { ok: false, words: seen.certificateFault };
  }
  const answer = await trace.phase("processing", () => ask(probe, url, secured ?? socket));
  seen.status = answer.statusCode ?? null;
  const body = await trace.phase("transfer", () => readBody(answer, trace));
  return verdictOf(probe, answer, body);
}

function secure(socket: Socket, host: string, ca: string | undefined): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secured = connectTls({
      socket,
      // An address is no name for TLS.
      ...(isIP(host) === 0 ? { servername: host } : {}),
      host,
      ALPNProtocols: ["http/1.1"],
      // So that a certificate that is no good can be looked at. Nothing is sent to who has one.
      rejectUnauthorized: false,
      ...(ca === undefined ? {} : { ca }),
    });
    secured.once("secureConnect", () => resolve(secured));
    secured.on("error", reject);
    secured.once("close", () => reject(Object.assign(new Error(), { code: "ECONNRESET" })));
  });
}

function ask(probe: HttpProbe, url: URL, connection: Socket): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked: ClientRequest = httpRequest({
      createConnection: () => connection,
      method: probe.method,
      path: `${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        "user-agent": "mission-control-probe",
        accept: "*/*",
        "accept-encoding": "identity",
        connection: "close",
      },
    });
    asked.once("response", resolve);
    // Also after the answer began, where whoever reads it hears of it.
    asked.on("error", reject);
    asked.once("close", () => reject(Object.assign(new Error(), { code: "ECONNRESET" })));
    asked.end();
  });
}

/** The first MiB of a body; what comes after it is not waited for. */
async function readBody(answer: IncomingMessage, { seen }: Trace): Promise<Buffer> {
  const chunks: Buffer[] = [];
  seen.bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    const part = chunk.subarray(0, MAX_BODY_BYTES - seen.bytes);
    chunks.push(part);
    seen.bytes += part.length;
    if (seen.bytes >= MAX_BODY_BYTES) break;
  }
  return Buffer.concat(chunks);
}

function verdictOf(probe: HttpProbe, answer: IncomingMessage, body: Buffer): Verdict {
  const { contains, lacks, statuses } = probe;
  const status = answer.statusCode ?? 0;
  const isGood = statuses.length === 0 ? status >= 200 && status <= 299 : statuses.includes(status);
  if (!isGood) return { ok: false, words: `answered with ${status}${leadsTo(answer)}` };
  const [where, looked] = [partOf(body), contains !== "" || lacks !== ""];
  const packing = answer.headers["content-encoding"] ?? "identity";
  if (looked && packing !== "identity")
    return {
      ok: false,
      words: `answered with ${status}, packed (${packing.slice(0, 40)}) though it was asked not to be`,
    };
  if (contains !== "" && !body.includes(contains))
    return { ok: false, words: `answered with ${status}, but ${where} lacks “${contains}”` };
  if (lacks !== "" && body.includes(lacks))
    return { ok: false, words: `answered with ${status}, but ${where} has “${lacks}”` };
  return { ok: true, words: `answered with ${status}` };
}

const partOf = (body: Buffer): string =>
  body.length < MAX_BODY_BYTES ? "the body" : "the first MiB of the body";

function leadsTo({ statusCode = 0, headers: { location } }: IncomingMessage): string {
  if (statusCode < 300 || statusCode > 399 || location === undefined) return "";
  return `, which leads to ${location.slice(0, 200)}; redirects are not followed`;
}
