import { connect, type Socket } from "node:net";
import { type GuardedLookup, pinnedTo } from "../outside/guarded-lookup.ts";
import type { Trace } from "./trace.ts";

/** Opens a connection of its own, to an address that was looked up once and is allowed; it ends with the check. */
export async function openConnection(options: {
  host: string;
  port: number;
  lookup: GuardedLookup;
  trace: Trace;
}): Promise<Socket> {
  const { host, port, lookup, trace } = options;
  const addresses = await trace.phase("resolve", () => lookup(host, port));
  const socket = await trace.phase(
    "connect",
    () =>
      new Promise<Socket>((resolve, reject) => {
        const opened = connect({ host, port, lookup: pinnedTo(addresses), autoSelectFamily: true });
        trace.onEnd(() => opened.destroy());
        opened.setNoDelay(true);
        opened.once("connect", () => resolve(opened));
        // Also once it stands: whoever reads from it hears of it by its own means.
        opened.on("error", reject);
      }),
  );
  trace.seen.address = withPort(socket.remoteAddress ?? "", port);
  return socket;
}

/** An address with its port, as it stands in URLs. */
export const withPort = (address: string, port: number): string =>
  address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
