import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Clock } from "@mission-control/series";
import { bindError } from "./bind-error.ts";

const MAX_CONNECTIONS = 1_000;
const IDLE_MS = 60_000;
const SWEEP_MS = 10_000;

/** What reads one connection: its pieces as they come, then its end. */
export interface TcpReader {
  push(piece: Uint8Array): void;
  end(): void;
}

/** A TCP listener that is bound. */
export interface TcpListener {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens for connections, at most 1,000 of them, each with a reader of its own; those that were silent for a minute are
 * closed. A reader may close its connection.
 * @throws Error in words, when the address cannot be bound.
 */
export async function listenTcp(options: {
  /** Whose socket it is, as people call it. */
  what: string;
  host: string;
  port: number;
  setting: string;
  clock: Clock;
  createReader: (close: () => void) => TcpReader;
}): Promise<TcpListener> {
  const { what, host, port, setting, clock, createReader } = options;
  const lastHeard = new Map<Socket, number>();

  function accept(socket: Socket): void {
    const reader = createReader(() => socket.destroy());
    lastHeard.set(socket, clock.monotonicMs());
    socket.on("data", (piece: Buffer) => {
      lastHeard.set(socket, clock.monotonicMs());
      reader.push(piece);
    });
    // A connection that breaks is closed next; what it sent before counts.
    socket.on("error", () => {});
    socket.on("close", () => {
      lastHeard.delete(socket);
      reader.end();
    });
  }

  const server = createServer(accept);
  server.maxConnections = MAX_CONNECTIONS;
  try {
    await bound(server, host, port);
  } catch (cause) {
    throw bindError(what, `tcp ${host}:${port}`, setting, cause);
  }
  server.on("error", () => {});
  const stopSweeping = clock.every(SWEEP_MS, () => {
    const oldest = clock.monotonicMs() - IDLE_MS;
    for (const [socket, heardMs] of lastHeard) if (heardMs <= oldest) socket.destroy();
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        stopSweeping();
        server.close(() => resolve());
        for (const socket of lastHeard.keys()) socket.destroy();
      }),
  };
}

function bound(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
