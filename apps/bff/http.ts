import type { Server } from "node:http";
import { type HttpBindings, serve } from "@hono/node-server";
import type { Clock } from "@mission-control/series";
import type { Hono } from "hono";

const CLOSE_MS = 2_000;
/** Pages ask every few seconds: Node's own 5 s would close a connection just as it is used again. */
const IDLE_MS = 75_000;

/** Listens for HTTP. Bounded in how long a request may take to arrive; streams may stay open. */
export async function listenHttp(options: {
  app: Hono<{ Bindings: HttpBindings }>;
  clock: Clock;
  host: string;
  port: number;
}) {
  const { app, clock, host, port } = options;
  const server = await new Promise<Server>((resolve, reject) => {
    const started = serve(
      {
        fetch: app.fetch,
        hostname: host,
        port,
        serverOptions: {
          headersTimeout: 10_000,
          requestTimeout: 30_000,
          keepAliveTimeout: IDLE_MS,
          maxHeaderSize: 32_768,
        },
      },
      () => resolve(started as Server),
    );
    started.once("error", (error: NodeJS.ErrnoException) => reject(inWords(error, host, port)));
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    /** Stops listening, lets running requests end for a moment, then closes what is left. */
    async close(): Promise<void> {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const stopWaiting = clock.after(CLOSE_MS, () => server.closeAllConnections());
      await closed;
      stopWaiting();
    },
  };
}

function inWords(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const where = `${host}:${port}`;
  if (error.code === "EADDRINUSE") {
    return new Error(
      `Port ${port} is taken: something else listens on ${where}. Stop it, or choose another: PORT=${port + 1} npm start`,
    );
  }
  if (error.code === "EACCES")
    return new Error(
      `Not allowed to listen on ${where}. Ports below 1024 need more rights: PORT=4400 npm start`,
    );
  if (error.code === "EADDRNOTAVAIL")
    return new Error(`${host} is no address of this machine. Use HOST=127.0.0.1, or 0.0.0.0 for all.`);
  return error;
}
