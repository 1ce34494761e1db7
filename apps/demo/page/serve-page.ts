import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import type { Clock } from "@mission-control/series";
import type { Hono } from "hono";
import { endServerWithin, listen } from "../company/http-listener.ts";

const HOST = "127.0.0.1";
const END_MS = 500;

/** Serves the page. @throws Error where the port cannot be had, naming it and the option. */
export async function servePage(page: Hono, { port: wanted, clock }: { port: number; clock: Clock }) {
  const server = createAdaptorServer({ fetch: page.fetch }) as Server;
  const port = await listen(server, { what: "The demo's page", host: HOST, port: wanted, setting: "--port" });
  return {
    url: `http://${HOST}:${port}`,
    stop: (): Promise<void> => endServerWithin(END_MS, clock, server),
  };
}
