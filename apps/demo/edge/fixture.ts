import type { Clock } from "@mission-control/series";
import type { Ask, Call, Reply } from "../company/wire.ts";

/** A call as a page user makes it. */
export function callOf(path: string, change: Partial<Call> = {}): Call {
  return {
    method: "GET",
    path,
    userAgent: "Mozilla/5.0 (X11; Linux x86_64)",
    user: { id: "u-1042", address: "203.0.113.9", country: "DE", experiment: "blue-button" },
    ...change,
  };
}

export function replyOf(change: Partial<Reply> = {}): Reply {
  return { status: 200, type: "text/plain", body: "well\n", version: "v980", maxAge: 0, ...change };
}

/** A server that answers after so long. */
export const answersAfter =
  (clock: Clock, ms: number, change: Partial<Reply> = {}): Ask =>
  () =>
    new Promise((resolve) => clock.after(ms, () => resolve(replyOf(change))));

/** Lets run what waits for nothing but its turn. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
