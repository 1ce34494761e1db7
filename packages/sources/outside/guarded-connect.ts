import { connect, type Socket } from "node:net";
import type { Clock } from "@mission-control/series";
import { type GuardedLookup, pinnedTo } from "./guarded-lookup.ts";

const CONNECT_MS = 10_000;

/** See `createGuardedConnect`. */
export type GuardedConnect = (host: string, port: number) => Promise<Socket>;

/**
 * Opens TCP connections to machines that users chose, to the addresses that the lookup allows and found.
 * @throws AddressBlocked where one may not be spoken to; the system's error, or one in words where it takes too long.
 */
export function createGuardedConnect(options: { lookup: GuardedLookup; clock: Clock }): GuardedConnect {
  const { lookup, clock } = options;
  return async (host, port) => {
    let socket: Socket | undefined;
    let giveUp: (reason: Error) => void = () => {};
    const late = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    const stopWaiting = clock.after(CONNECT_MS, () =>
      giveUp(new Error(`no connection within ${CONNECT_MS / 1000} s`)),
    );
    try {
      const addresses = await Promise.race([lookup(host, port), late]);
      const opened = connect({ host, port, lookup: pinnedTo(addresses) });
      socket = opened;
      const connected = new Promise<Socket>((resolve, reject) => {
        opened.once("connect", () => resolve(opened)).once("error", reject);
      });
      return await Promise.race([connected, late]);
    } catch (error) {
      // What it says while it ends, nobody has to hear.
      socket?.on("error", () => {}).destroy();
      throw error;
    } finally {
      stopWaiting();
    }
  };
}
