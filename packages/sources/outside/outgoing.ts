import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { Clock } from "@mission-control/series";
import { hostOf } from "./address-policy.ts";
import { faultWords } from "./fault-words.ts";
import { AddressBlocked, type GuardedLookup, type OutsideAddress, pinnedTo } from "./guarded-lookup.ts";

/** Bytes of an answer that are read. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** A request to the outside. `body` is text or nothing. */
export interface OutgoingRequest {
  readonly url: string;
  /** POST, where none is said. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * What came back: an answer of any status, its headers in small letters and the first 64 KiB of its body, or in words why
 * there is none. `blocked` where it was refused here, so that trying again changes nothing.
 */
export type OutgoingAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
    }
  | { readonly ok: false; readonly blocked: boolean; readonly words: string };

/** See `createOutgoing`. */
export type SendOutgoing = (request: OutgoingRequest) => Promise<OutgoingAnswer>;

/** How long a name, a connection and TLS may take together; then the first line of an answer; then the rest of it. */
export interface OutgoingDeadlines {
  readonly connectMs: number;
  readonly answerMs: number;
  readonly bodyMs: number;
}

const DEADLINES: OutgoingDeadlines = { connectMs: 10_000, answerMs: 15_000, bodyMs: 5_000 };

/**
 * Sends requests to addresses that users chose. Only http and https, only to addresses that the lookup allows, and to those
 * that it found; redirects are not followed, connections are not kept. Never throws for what the other side does.
 */
export function createOutgoing(options: {
  lookup: GuardedLookup;
  clock: Clock;
  deadlines?: OutgoingDeadlines;
  /** Certificates that are trusted besides the system's, PEM. */
  ca?: string | undefined;
}): SendOutgoing {
  const { lookup, clock, deadlines = DEADLINES, ca } = options;

  return async function send(request) {
    const url = checkedUrl(request);
    if (typeof url === "string") return { ok: false, blocked: true, words: url };
    let refuse: (reason: Error) => void = () => {};
    const late = new Promise<never>((_, reject) => {
      refuse = reject;
    });
    // Nobody may be waiting for it by then.
    late.catch(() => {});
    const within = (ms: number, words: string) =>
      clock.after(ms, () => refuse(new Error(`${words} within ${ms / 1000} s`)));
    let stopWaiting = within(deadlines.connectMs, "no connection");
    let sent: ClientRequest | undefined;
    try {
      const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
      const addresses = await Promise.race([lookup(url.hostname, port), late]);
      sent = begin({ url, port, addresses, request, ca });
      const begun = sent;
      begun.once("socket", (socket) =>
        socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => {
          stopWaiting();
          stopWaiting = within(deadlines.answerMs, "connected, but no answer");
        }),
      );
      const answer = await Promise.race([answerOf(begun), late]);
      stopWaiting();
      stopWaiting = within(deadlines.bodyMs, "the answer did not end");
      // Who answered has answered: what is missing of the body changes nothing about its status.
      const text = await readText(answer, late);
      return { ok: true, status: answer.statusCode ?? 0, headers: plainHeaders(answer), text };
    } catch (error) {
      return { ok: false, blocked: error instanceof AddressBlocked, words: faultWords(error) };
    } finally {
      stopWaiting();
      sent?.destroy();
    }
  };
}

/** The address of a request, or in words why it cannot be sent. */
function checkedUrl({ url: text, method = "POST", headers = {} }: OutgoingRequest): URL | string {
  if (!URL.canParse(text)) return "address blocked by policy: it is no address";
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return "address blocked by policy: only http:// and https:// are spoken";
  if (url.username !== "" || url.password !== "")
    return "address blocked by policy: a name or password does not belong in an address";
  if (!/^[A-Z]{1,20}$/.test(method)) return "the request's method is none";
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value))
      return `the header "${name.replace(/[^\w-]/g, "?").slice(0, 50)}" has signs that a header cannot have`;
  }
  return url;
}

function begin(options: {
  url: URL;
  port: number;
  addresses: readonly OutsideAddress[];
  request: OutgoingRequest;
  ca: string | undefined;
}): ClientRequest {
  const { url, port, addresses, request, ca } = options;
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  const host = hostOf(url.hostname);
  const sent = (url.protocol === "https:" ? httpsRequest : httpRequest)({
    hostname: host,
    port,
    path: `${url.pathname}${url.search}`,
    method: request.method ?? "POST",
    // Without an agent there is no connection that an earlier request opened.
    agent: false,
    lookup: pinnedTo(addresses),
    // Some names of today are no names for TLS: an address has none.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
    headers: {
      "user-agent": "mission-control",
      "accept-encoding": "identity",
      ...request.headers,
      host: url.host,
      connection: "close",
      ...(body === undefined ? {} : { "content-length": String(body.length) }),
    },
  });
  sent.end(body);
  return sent;
}

function answerOf(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once("response", resolve);
    // Also after the answer began, where somebody has to take it.
    sent.on("error", reject);
    sent.once("close", () => reject(Object.assign(new Error(), { code: "ECONNRESET" })));
  });
}

async function readText(answer: IncomingMessage, late: Promise<never>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const reading = (async () => {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MAX_ANSWER_BYTES) return;
    }
  })();
  await Promise.race([reading, late]).catch(() => {});
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString("utf8");
}

function plainHeaders(answer: IncomingMessage): Record<string, string> {
  const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join(", ") : (value ?? ""),
  ]);
  return Object.fromEntries(headers);
}
