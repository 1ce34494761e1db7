import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { type Alert, type RawChannel, rawChannelSchema } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import { onTestFinished } from "vitest";
import type { Answered, ChannelTools, Message } from "./channel.ts";
import { createTold } from "./told.ts";

export const nowMs = Date.UTC(2026, 8, 20, 12, 0, 0);

/** An alert that fires, with what was said otherwise. */
export const alertOf = (more: Partial<Alert> = {}): Alert => ({
  id: "a1b2c3d4",
  rule: "checkout-slow",
  ruleName: "Checkout is slow",
  labels: { service: "checkout", "k8s.pod": "web-1" },
  state: "firing",
  sinceMs: nowMs - 60_000,
  firingMs: nowMs - 120_000,
  value: 0.9,
  unit: "seconds",
  severity: "critical",
  title: "checkout is slow",
  description: "p99 is <900 ms> & rising",
  owner: "shop",
  runbook: "https://example.org/runbook",
  link: "/views/shop?at=1",
  error: null,
  acknowledged: null,
  quiet: [],
  ...more,
});

/** One that is over. */
export const over = alertOf({ id: "b2", state: "normal", firingMs: null, sinceMs: nowMs - 5_000 });

/** Secrets of web hooks. */
export const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
export const oldSecret = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;

/** A channel with its secrets in place. */
export const channelOf = (fields: Record<string, unknown>): RawChannel =>
  rawChannelSchema.parse({ slug: "one", name: "One", ...fields });

/** A message about one alert, with what was said otherwise. */
export const messageWith = (more: Partial<Message> = {}): Message => ({
  id: "0199-7abc",
  reason: "firing",
  createdMs: nowMs - 1_000,
  subject: "FIRING: checkout is slow",
  text: "checkout is slow\nhttps://mc.example.org/views/shop?at=1",
  html: '<!doctype html><p>checkout is <b>slow</b></p><img src="cid:lane" alt="">',
  short: "checkout is slow https://mc.example.org/a",
  alerts: [alertOf()],
  more: 0,
  link: "https://mc.example.org/alerts",
  ...more,
});

/** What channels speak through, with nothing in between: every name is this machine's. */
export function plainTools(more: Partial<ChannelTools> = {}): ChannelTools {
  return {
    clock: manualClock(nowMs),
    post,
    connect: (_host, port) =>
      new Promise((resolve, reject) => {
        const socket = connect(port, "127.0.0.1");
        socket.once("connect", () => resolve(socket)).once("error", reject);
      }),
    faultWords: (error) => (error as Error).message,
    show: () => Promise.resolve(0),
    told: createTold(),
    ...more,
  };
}

async function post({
  url,
  method = "POST",
  headers = {},
  body,
}: Parameters<ChannelTools["post"]>[0]): Promise<Answered> {
  const sent = { method, headers, redirect: "manual" as const, ...(body === undefined ? {} : { body }) };
  const answer = await fetch(url, sent);
  return {
    ok: true,
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    text: await answer.text(),
  };
}

/** A request that came to a server of a test. */
export interface Got {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server that answers by `answer` and remembers what came, until the test is over. */
export async function serve(answer: (response: ServerResponse, got: Got) => void) {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { url: path = "", headers } = request;
      const one = { path, headers, body: Buffer.concat(chunks).toString() };
      got.push(one);
      answer(response, one);
    });
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got,
    json: (i: number): Record<string, unknown> => JSON.parse(got[i]!.body) as Record<string, unknown>,
  };
}
