import type { Clock } from "@mission-control/series";
import { type Ask, type Call, Unreachable } from "../company/wire.ts";

/** What one request showed to who made it. Times are in ms; those of parts that were not reached are left out. */
export interface Sighting {
  /** Why it counts as failed, in words; left out where all is well. */
  readonly fault?: string;
  readonly status?: number;
  /** Until the connection stood. */
  readonly connectMs?: number;
  /** From then until it was a secure one. */
  readonly tlsMs?: number;
  /** From then until the answer began. */
  readonly firstByteMs?: number;
  /** From the start to the end of the answer, or to the fault. */
  readonly totalMs: number;
  /** When the certificate ends, ms since the epoch. */
  readonly certificateEndMs?: number;
}

/** Makes one request and tells what it showed; never rejects. */
export type Look = (call: Call) => Promise<Sighting>;

/** A look gives up after so long. */
export const LOOK_TIMEOUT_MS = 5_000;

export const tookTooLong = `no answer within ${LOOK_TIMEOUT_MS / 1_000} s`;

/** The fault of an answer, if it is one. */
export function faultOf(status: number, certificateEndMs: number, nowMs: number): string | undefined {
  if (certificateEndMs <= nowMs) return "the certificate has expired";
  return status >= 400 ? `answered with ${status}` : undefined;
}

/** Looks in a rehearsal, where a call stands for the connection and `certificate` for what the edge shows. */
export function createRehearsedLook(options: {
  clock: Clock;
  ask: Ask;
  /** When the edge's certificate ends, ms since the epoch. */
  certificate: () => number;
}): Look {
  const { clock, ask, certificate } = options;
  return (call) =>
    new Promise((resolve) => {
      const startMs = clock.monotonicMs();
      const certificateEndMs = certificate();
      const handshake = { connectMs: 0, tlsMs: 0, certificateEndMs };
      const totalMs = () => clock.monotonicMs() - startMs;
      const stopTimeout = clock.after(LOOK_TIMEOUT_MS, () =>
        resolve({ ...handshake, fault: tookTooLong, totalMs: totalMs() }),
      );
      ask(call)
        .then(
          ({ status }) => {
            const fault = faultOf(status, certificateEndMs, clock.now());
            const took = { status, firstByteMs: totalMs(), totalMs: totalMs() };
            resolve({ ...handshake, ...took, ...(fault === undefined ? {} : { fault }) });
          },
          (error: unknown) =>
            resolve({
              fault: error instanceof Unreachable ? "nobody answers" : "the connection broke",
              totalMs: totalMs(),
            }),
        )
        .finally(stopTimeout);
    });
}
