import { closeSync, openSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { devNull } from "node:os";
import type { Clock } from "@mission-control/series";
import { createHttpAsk } from "../company/http-ask.ts";
import { endServer, listen, listenerOf } from "../company/http-listener.ts";
import type { Faults, InstanceSpec } from "../company/instance.ts";
import type { Random } from "../company/random.ts";
import type { Telemetry } from "../company/telemetry.ts";
import { createApiServer } from "./api.ts";
import { openDatabase } from "./database.ts";
import type { InstanceServer } from "./server.ts";
import { createWebServer } from "./web.ts";

const HOST = "127.0.0.1";
const API_TIMEOUT_MS = 5_000;
/** A body that takes longer is answered with 408. */
const BODY_MS = 3_000;
const MAX_BODY_BYTES = 64 * 1024;
/** What is still open then is cut off. */
const END_MS = 2_000;

/** An instance that runs as a process of its own. */
export interface ServedInstance {
  readonly port: number;
  fault(change: Partial<Faults>): void;
  spec(): InstanceSpec;
  /** Takes no more requests, answers those it has, ends. */
  stop(): Promise<void>;
}

/**
 * Runs one instance on real HTTP, on a free port where `port` is 0. `random` is the company's. A web server needs `apiUrl`
 * (`http://127.0.0.1:4414`); api servers that shall know each other's carts need the same `databasePath`.
 * @throws Error in words, where it cannot listen or has nobody to ask.
 */
export async function serveInstance(options: {
  clock: Clock;
  random: Random;
  spec: InstanceSpec;
  telemetry: Telemetry;
  apiUrl?: string;
  databasePath?: string;
  port: number;
}): Promise<ServedInstance> {
  const { clock, spec } = options;
  const { instance, close } = spec.service === "api" ? openApi(options) : openWeb(options);
  const server = createServer(
    {
      maxHeaderSize: 16_384,
      headersTimeout: BODY_MS,
      requestTimeout: BODY_MS,
      connectionsCheckingInterval: 500,
      keepAliveTimeout: 65_000,
    },
    listenerOf(instance.answer, { maxBodyBytes: MAX_BODY_BYTES }),
  );
  const answering = new Set<ServerResponse>();
  server.on("request", (_, response) => {
    answering.add(response);
    response.once("close", () => answering.delete(response));
  });

  async function stop(): Promise<void> {
    // A connection that is kept would hold the server open after its answer.
    for (const response of answering) if (!response.headersSent) response.setHeader("connection", "close");
    const stopWaiting = clock.after(END_MS, () => server.closeAllConnections());
    await endServer(server);
    stopWaiting();
    instance.stop();
    close();
  }

  try {
    const port = await listen(server, { what: spec.name, host: HOST, port: options.port, setting: "port" });
    return { port, fault: instance.fault, spec: instance.spec, stop };
  } catch (error) {
    instance.stop();
    close();
    throw error;
  }
}

interface Opened {
  readonly instance: InstanceServer;
  close(): void;
}

function openApi(options: Parameters<typeof serveInstance>[0]): Opened {
  const { databasePath: path, random } = options;
  const database = openDatabase({ random, ...(path === undefined ? {} : { path }) });
  return { instance: createApiServer({ ...options, database, openFile }), close: database.close };
}

function openWeb(options: Parameters<typeof serveInstance>[0]): Opened {
  if (options.apiUrl === undefined) throw new Error(`${options.spec.name} needs the address of an api`);
  const { hostname, port } = new URL(options.apiUrl);
  const api = createHttpAsk({ host: hostname, port: Number(port || 80), timeoutMs: API_TIMEOUT_MS });
  return { instance: createWebServer({ ...options, api: api.ask, openFile }), close: api.close };
}

/** Files that leak are real ones here, so that the process has them open. */
function openFile() {
  const handle = openSync(devNull, "r");
  return () => closeSync(handle);
}
