import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "@mission-control/series";
import { type Ask, type Call, headers, type Reply, Unreachable } from "./wire.ts";

const MAX_BODY_BYTES = 2 ** 20;

/**
 * Answers HTTP with what `ask` says; refuses other methods (405) and bodies over `maxBodyBytes` (413). Where nobody can be
 * reached it says 503; what else is thrown is a bug, answered 500 and shown as a warning of the process.
 */
export function listenerOf(ask: Ask, { maxBodyBytes = MAX_BODY_BYTES } = {}): RequestListener {
  return (request, response) => {
    answer(ask, maxBodyBytes, request, response).catch((error: unknown) => {
      if (!response.headersSent && !response.destroyed) {
        const status = error instanceof Unreachable ? 503 : 500;
        write(response, plain(status, "Something went wrong here."));
      }
      if (!(error instanceof Unreachable)) process.emitWarning(error as Error);
    });
  };
}

async function answer(
  ask: Ask,
  maxBodyBytes: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method === "HEAD" ? "GET" : request.method;
  if (method !== "GET" && method !== "POST" && method !== "DELETE") {
    return write(response, plain(405, "GET, POST and DELETE are answered here."));
  }
  const body = await readBody(request, maxBodyBytes);
  if (body === "broken off") return;
  if (body === "too large") {
    response.setHeader("connection", "close");
    return write(response, plain(413, `A body may have ${maxBodyBytes} bytes.`));
  }
  write(response, await ask(callOf(request, method, body.text)));
}

async function readBody(
  request: IncomingMessage,
  maxBodyBytes: number,
): Promise<{ text: string } | "too large" | "broken off"> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBodyBytes) return "too large";
      chunks.push(chunk);
    }
  } catch {
    return "broken off";
  }
  return { text: Buffer.concat(chunks).toString("utf8") };
}

/** A call as it came over HTTP. Who does not say who they are are nobody, from nowhere. */
function callOf(request: IncomingMessage, method: Call["method"], body: string): Call {
  const header = (name: string) => String(request.headers[name] ?? "");
  const [address] = header(headers.address).split(",");
  return {
    method,
    path: request.url ?? "/",
    userAgent: header("user-agent"),
    user: {
      id: header(headers.user),
      address: address?.trim() || (request.socket.remoteAddress ?? ""),
      country: header(headers.country),
      experiment: header(headers.experiment) === "orange-button" ? "orange-button" : "blue-button",
    },
    ...(method === "POST" ? { body } : {}),
  };
}

function write(response: ServerResponse, reply: Reply): void {
  const head: Record<string, string | number> = {
    "content-type": `${reply.type}; charset=utf-8`,
    "content-length": Buffer.byteLength(reply.body),
    "cache-control": reply.maxAge > 0 ? `public, max-age=${reply.maxAge}` : "no-store",
    [headers.version]: reply.version,
  };
  if (reply.cache !== undefined) head[headers.cache] = reply.cache;
  if (reply.location !== undefined) head.location = reply.location;
  response.writeHead(reply.status, head).end(reply.body);
}

const plain = (status: number, text: string): Reply => ({
  status,
  type: "text/plain",
  body: `${text}\n`,
  version: "",
  maxAge: 0,
});

/**
 * Listens; port 0 takes a free one. Returns the port.
 * @throws Error where it cannot, naming the port and the setting that chooses another.
 */
export function listen(
  server: Server,
  { what, host, port, setting }: { what: string; host: string; port: number; setting: string },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === "EADDRINUSE"
          ? `another program uses that port. Stop it, or choose a free port with ${setting}`
          : cause.code === "EACCES"
            ? `this user may not use that port. Choose one above 1023 with ${setting}`
            : cause.message;
      reject(new Error(`${what} cannot listen on ${host}:${port}: ${reason}.`, { cause }));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * Looks whether a port of 127.0.0.1 can be had by another program, and returns it; of 0, one that is free now.
 * @throws Error as `listen`.
 */
export async function freePort(port: number, what: string, setting: string): Promise<number> {
  const server = createServer();
  const found = await listen(server, { what, host: "127.0.0.1", port, setting });
  await endServer(server);
  return found;
}

/** Ends a server: open requests are answered, idle connections closed. */
export function endServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

/** Ends a server, but cuts off what is still open after `ms`. */
export async function endServerWithin(ms: number, clock: Clock, server: Server): Promise<void> {
  const cancel = clock.after(ms, () => server.closeAllConnections());
  await endServer(server);
  cancel();
}
