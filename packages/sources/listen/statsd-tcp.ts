import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Clock } from "@mission-control/series";
import { bindError } from "./bind-error.ts";
import { createLineSplitter } from "./line-splitter.ts";
import type { Statsd } from "./statsd.ts";

const MAX_LINE_BYTES = 64 * 1024;
const MAX_CONNECTIONS = 1_000;
const IDLE_MS = 60_000;
const SWEEP_MS = 10_000;

/** A TCP listener that is bound. */
export interface TcpListener {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens for StatsD lines over TCP: at most 1,000 connections, lines of at most 64 KiB, and connections that were silent
 * for a minute are closed.
 * @throws Error in words, when the address cannot be bound.
 */
export async function listenTcp(options: {
  host: string;
  port: number;
  setting: string;
  clock: Clock;
  statsd: Statsd;
}): Promise<TcpListener> {
  const { host, port, setting, clock, statsd } = options;
  const lastHeard = new Map<Socket, number>();

  function accept(socket: Socket): void {
    const lines = createLineSplitter({
      maxBytes: MAX_LINE_BYTES,
      onLines: statsd.receive,
      onTooLong: (beginning) => statsd.refuse(beginning, `line longer than ${MAX_LINE_BYTES} bytes`),
    });
    lastHeard.set(socket, clock.monotonicMs());
    socket.on("data", (piece: Buffer) => {
      lastHeard.set(socket, clock.monotonicMs());
      lines.push(piece);
    });
    // A connection that breaks is closed next; what it sent before counts.
    socket.on("error", () => {});
    socket.on("close", () => {
      lastHeard.delete(socket);
      lines.end();
    });
  }

  const server = createServer(accept);
  server.maxConnections = MAX_CONNECTIONS;
  try {
    await bound(server, host, port);
  } catch (cause) {
    throw bindError("StatsD", `tcp ${host}:${port}`, setting, cause);
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
