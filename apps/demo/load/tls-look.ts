import { request } from "node:https";
import type { TLSSocket } from "node:tls";
import type { Clock } from "@mission-control/series";
import { headersOf } from "../company/http-ask.ts";
import { faultOf, LOOK_TIMEOUT_MS, type Look, type Sighting, tookTooLong } from "./look.ts";

/** The demo's own certificate is vouched for by nobody but itself, and whether one has expired is the clock's to say. */
const tolerated = new Set<unknown>([null, undefined, "DEPTH_ZERO_SELF_SIGNED_CERT", "CERT_HAS_EXPIRED"]);

/** Looks over HTTPS, each time over a connection of its own, with its certificate read. */
export function createTlsLook(options: {
  clock: Clock;
  /** `https://127.0.0.1:4412`, asked for each look. */
  url: () => string;
  /** Whom the certificate is asked for (SNI) and the request is for (Host). */
  host: string;
}): Look {
  const { clock, url, host } = options;
  return (call) =>
    new Promise((resolve) => {
      const startMs = clock.monotonicMs();
      let sofarMs = startMs;
      let sighting: Omit<Sighting, "totalMs"> = {};

      function lap(): number {
        const beforeMs = sofarMs;
        sofarMs = clock.monotonicMs();
        return sofarMs - beforeMs;
      }

      function end(fault: string | undefined): void {
        stopTimeout();
        outgoing.destroy();
        const totalMs = clock.monotonicMs() - startMs;
        resolve({ ...sighting, ...(fault === undefined ? {} : { fault }), totalMs });
      }

      const outgoing = request(new URL(call.path, url()), {
        method: call.method,
        headers: { ...headersOf(call), host },
        servername: host,
        rejectUnauthorized: false,
        agent: false,
      });
      const stopTimeout = clock.after(LOOK_TIMEOUT_MS, () => end(tookTooLong));
      outgoing.on("error", (error) => end(wordsOf(error)));
      outgoing.on("socket", (socket) => {
        socket.on("connect", () => {
          sighting = { ...sighting, connectMs: lap() };
        });
        socket.on("secureConnect", () => {
          const secure = socket as TLSSocket;
          const certificateEndMs = Date.parse(secure.getPeerCertificate().valid_to);
          sighting = { ...sighting, tlsMs: lap(), certificateEndMs };
          // The types say Error; it is a code.
          const doubt: unknown = secure.authorizationError;
          if (!tolerated.has(doubt)) end(`the certificate cannot be trusted: ${doubt}`);
        });
      });
      outgoing.on("response", (answer) => {
        const status = answer.statusCode ?? 0;
        sighting = { ...sighting, status, firstByteMs: lap() };
        answer.resume();
        answer.on("error", (error) => end(wordsOf(error)));
        answer.on("end", () => end(faultOf(status, sighting.certificateEndMs ?? 0, clock.now())));
      });
      outgoing.end(call.body);
    });
}

function wordsOf(error: Error & { code?: string }): string {
  if (error.code === "ECONNREFUSED") return "nobody answers";
  return error.code === "ECONNRESET" ? "the connection broke" : error.message;
}
