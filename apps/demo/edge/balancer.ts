import type { Clock } from "@mission-control/series";
import type { Service } from "../company/instance.ts";
import type { Random } from "../company/random.ts";
import { type Ask, type Call, CutOff, type Reply, Unreachable } from "../company/wire.ts";
import { type AccessRecord, callPart, replyPart } from "./access-record.ts";
import { apology } from "./apology.ts";
import type { Notice } from "./notices.ts";
import { createPool, type Server, type ServerSpec, type ServerState } from "./pool.ts";

export interface Balancer {
  add(server: ServerSpec): void;
  /** It gets nothing new from now on; resolves once it has answered what it had. */
  remove(name: string): Promise<void>;
  /** From 0, for nothing new, to 256. */
  weigh(name: string, weight: number): void;
  readonly answer: Ask;
  servers(): readonly ServerState[];
  /** Ends the health checks. */
  stop(): void;
}

/** How asking one server ended; times in ms. */
interface Asked {
  readonly reply: Reply;
  readonly termination: string;
  readonly connectMs: number;
  readonly responseMs: number;
}

/**
 * A balancer as HAProxy is one, on a clock and with no I/O of its own: shares by weight, at most `maxConnections` at a
 * server and the rest in a bounded queue, health checks, one retry on another server where one cannot be reached.
 * Every request ends in one record, every change of a server's health in a notice. What goes wrong behind it is
 * answered 502, 503 or 504; errors other than Unreachable and CutOff are bugs, and thrown.
 */
export function createBalancer({
  clock,
  random,
  service,
  log,
  notice = () => {},
  maxConnections = 64,
  maxQueue = 512,
  queueTimeoutMs = 5_000,
  serverTimeoutMs = 30_000,
}: {
  clock: Clock;
  random: Random;
  service: Service;
  log(record: AccessRecord): void;
  notice?: (notice: Notice) => void;
  /** At one server. */
  maxConnections?: number;
  maxQueue?: number;
  queueTimeoutMs?: number;
  serverTimeoutMs?: number;
}): Balancer {
  const pool = createPool({ clock, random, service, notice, maxConnections, maxQueue, queueTimeoutMs });
  let inFlight = 0;

  /** The server's answer, or what is said in its place; undefined where it cannot be reached. */
  async function ask(server: Server, call: Call): Promise<Asked | undefined> {
    const askedMs = clock.monotonicMs();
    try {
      const reply = await inTime(server.ask(call));
      if (reply === undefined) return unanswered(504, "sH--", 0);
      const responseMs = Math.round(clock.monotonicMs() - askedMs);
      return { reply, termination: "----", connectMs: 0, responseMs };
    } catch (error) {
      if (error instanceof Unreachable) return undefined;
      if (error instanceof CutOff) return unanswered(502, "SH--", 0);
      throw error;
    }
  }

  /** The answer, or undefined where it takes longer than a server may. */
  function inTime(answer: Promise<Reply>): Promise<Reply | undefined> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(serverTimeoutMs, () => resolve(undefined));
      answer.then(resolve, reject).finally(cancel);
    });
  }

  async function answer(call: Call): Promise<Reply> {
    const timeMs = clock.now();
    const startMs = clock.monotonicMs();
    const sinceStart = () => Math.round(clock.monotonicMs() - startMs);
    inFlight++;
    let server: Server | undefined;
    let queueMs = -1;
    let passed = 0;
    let retries = 0;

    async function tryServers(): Promise<Asked> {
      for (;;) {
        const found = pool.find(server);
        if (found === "none") return unanswered(503, "SC--", -1);
        if (server !== undefined) pool.giveBack(server);
        server = undefined;
        const turn = "then" in found ? await found : found;
        server = turn.server;
        passed += turn.passed;
        queueMs = sinceStart();
        if (server === undefined) return unanswered(503, "sQ--", -1);
        const asked = await ask(server, call);
        if (asked !== undefined) return asked;
        if (retries === 1) return unanswered(503, "SC--", -1);
        retries++;
      }
    }

    let asked = unanswered(502, "SH--", 0);
    try {
      asked = await tryServers();
      return asked.reply;
    } finally {
      const active = inFlight--;
      if (server !== undefined) pool.giveBack(server);
      log({
        timeMs,
        ...callPart(call),
        clientPort: random.int(32_768, 60_999),
        frontend: service,
        backend: service,
        server: server?.name,
        timings: {
          requestMs: 0,
          queueMs,
          connectMs: asked.connectMs,
          responseMs: asked.responseMs,
          totalMs: sinceStart(),
        },
        ...replyPart(asked.reply),
        termination: asked.termination,
        connections: {
          active,
          frontend: active,
          backend: pool.connections,
          server: server?.connections ?? 0,
          retries,
          redispatched: retries > 0,
        },
        queues: { server: 0, backend: passed },
      });
    }
  }

  return {
    answer,
    add: pool.add,
    remove: pool.remove,
    weigh: pool.weigh,
    servers: pool.servers,
    stop: pool.stop,
  };
}

const unanswered = (status: 502 | 503 | 504, termination: string, connectMs: number): Asked => ({
  reply: apology(status),
  termination,
  connectMs,
  responseMs: -1,
});
