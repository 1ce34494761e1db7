import { Buffer } from "node:buffer";
import type { Call, Reply } from "../company/wire.ts";

/** What a balancer knows of one request once it is over; times are in ms, -1 where it did not come so far. */
export interface AccessRecord {
  /** When it came, in ms since the epoch. */
  readonly timeMs: number;
  /** The user's address and port. */
  readonly client: string;
  readonly clientPort: number;
  readonly frontend: string;
  readonly backend: string;
  /** The instance, or undefined where none was found for it. */
  readonly server: string | undefined;
  readonly timings: {
    /** Until the request was read (TR). */
    readonly requestMs: number;
    /** In queues (Tw). */
    readonly queueMs: number;
    /** Until the server had accepted (Tc). */
    readonly connectMs: number;
    /** Until the server began to answer (Tr). */
    readonly responseMs: number;
    /** From first to last byte (Ta). */
    readonly totalMs: number;
  };
  readonly status: number;
  /** Of the answer, with its head. */
  readonly bytes: number;
  /** How it ended, as HAProxy says it in four letters: `----` well, `sQ--` too long in the queue, `SC--` no server, `sH--` no answer in time. */
  readonly termination: string;
  readonly connections: {
    /** In the process and in the frontend, this one with them. */
    readonly active: number;
    readonly frontend: number;
    /** At servers, and at this server, once this one had left. */
    readonly backend: number;
    readonly server: number;
    readonly retries: number;
    /** Whether another server was asked than at first. */
    readonly redispatched: boolean;
  };
  /** How many were let out of the queue of the server and of the backend while it waited, itself with them. */
  readonly queues: { readonly server: number; readonly backend: number };
  /** User-Agent, X-User, X-Country. */
  readonly requestCaptures: readonly string[];
  /** X-Version, X-Cache. */
  readonly responseCaptures: readonly string[];
  /** `GET /products?page=2 HTTP/1.1` */
  readonly request: string;
}

/** How much of a captured header is kept, in the order of the captures. */
export const captureLengths = { request: [128, 32, 8], response: [16, 8] } as const;

/** The part of a record that is the call's. */
export function callPart(call: Call) {
  const [agent, user, country] = captureLengths.request;
  return {
    client: call.user.address,
    requestCaptures: [
      call.userAgent.slice(0, agent),
      call.user.id.slice(0, user),
      call.user.country.slice(0, country),
    ],
    request: `${call.method} ${call.path} HTTP/1.1`,
  };
}

/** The head of an answer as the instances write it; with it the bytes in the log agree with what went over the wire. */
const HEAD_BYTES = 190;

/** The part of a record that is the reply's. */
export function replyPart(reply: Reply) {
  const [version, cache] = captureLengths.response;
  return {
    status: reply.status,
    bytes: HEAD_BYTES + Buffer.byteLength(reply.body),
    responseCaptures: [reply.version.slice(0, version), (reply.cache ?? "").slice(0, cache)],
  };
}
