import type { Clock } from "@mission-control/series";
import type { Service } from "../company/instance.ts";
import type { Random } from "../company/random.ts";
import { type Ask, type Call, type Reply, Unreachable } from "../company/wire.ts";
import { type AccessRecord, callPart, replyPart } from "./access-record.ts";
import { apology } from "./apology.ts";
import { CutOff } from "./cut-off.ts";
import { watchHealth } from "./health.ts";
import { createNotices, type Notice } from "./notices.ts";
import { nextInTurn } from "./rotation.ts";
import { createWaitingLine } from "./waiting-line.ts";

/** An instance as the balancer takes it in. */
export interface ServerSpec {
  readonly name: string;
  readonly version: string;
  /** 0 to 256; 0 gets nothing new. */
  readonly weight: number;
  readonly ask: Ask;
}

/** An instance as the balancer sees it. */
export interface ServerState {
  readonly name: string;
  readonly version: string;
  readonly weight: number;
  readonly state: "up" | "down" | "drain";
  /** Requests that it has now. */
  readonly connections: number;
}

export interface Balancer {
  add(server: ServerSpec): void;
  /** It gets nothing new from now on; resolves once it has answered what it had. */
  remove(name: string): Promise<void>;
  weigh(name: string, weight: number): void;
  readonly answer: Ask;
  servers(): readonly ServerState[];
  /** Ends the health checks. */
  stop(): void;
}

interface Server extends ServerSpec {
  weight: number;
  due: number;
  up: boolean;
  draining: boolean;
  connections: number;
  endChecks(): void;
  onIdle?: () => void;
}

/**
 * A balancer as HAProxy is one, on a clock and with no I/O of its own: shares by weight, at most `maxConnections` at a
 * server and the rest in a bounded queue, health checks, one retry on another server where one cannot be reached.
 * Every request ends in one record, every change of a server's health in a notice.
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
  const servers = new Map<string, Server>();
  const line = createWaitingLine<Server>({ clock, maxLength: maxQueue, timeoutMs: queueTimeoutMs });
  const notices = createNotices(service, notice);
  let inFlight = 0;
  let atServers = 0;

  const usable = (server: Server) => server.up && !server.draining;
  const free = (server: Server) => usable(server) && server.connections < maxConnections;
  const usableCount = () =>
    [...servers.values()].filter((server) => usable(server) && server.weight > 0).length;

  function take(server: Server): Server {
    server.connections++;
    atServers++;
    return server;
  }

  function leave(server: Server): void {
    server.connections--;
    atServers--;
    if (server.connections === 0) server.onIdle?.();
    callNext();
  }

  /** Lets out of the queue whom servers have room for. */
  function callNext(): void {
    while (line.length > 0) {
      const server = nextInTurn(servers.values(), free);
      if (server === undefined) return;
      line.callNext(take(server));
    }
  }

  /** Asks the server, but not longer than the time allowed. */
  function askInTime(server: Server, call: Call): Promise<Reply | "late"> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(serverTimeoutMs, () => resolve("late"));
      server.ask(call).then(resolve, reject).finally(cancel);
    });
  }

  async function answer(call: Call): Promise<Reply> {
    const timeMs = clock.now();
    const startMs = clock.monotonicMs();
    const sinceStart = () => Math.round(clock.monotonicMs() - startMs);
    inFlight++;
    let server: Server | undefined;
    let queueMs = -1;
    let queued = 0;
    let retries = 0;

    function end(reply: Reply, termination: string, connectMs: number, responseMs: number): Reply {
      const active = inFlight--;
      if (server !== undefined) leave(server);
      log({
        timeMs,
        ...callPart(call),
        clientPort: random.int(32_768, 60_999),
        frontend: service,
        backend: service,
        server: server?.name,
        timings: { requestMs: 0, queueMs, connectMs, responseMs, totalMs: sinceStart() },
        ...replyPart(reply),
        termination,
        connections: {
          active,
          frontend: active,
          backend: atServers,
          server: server?.connections ?? 0,
          retries,
          redispatched: retries > 0,
        },
        queues: { server: 0, backend: queued },
      });
      return reply;
    }

    for (;;) {
      const before: Server | undefined = server;
      const may = (candidate: Server) => candidate !== before && free(candidate);
      const next = nextInTurn(servers.values(), may);
      if (next !== undefined) {
        if (before !== undefined) leave(before);
        server = take(next);
        queueMs = sinceStart();
      } else if (
        ![...servers.values()].some((other) => other !== before && other.weight > 0 && usable(other))
      ) {
        return end(apology(503), "SC--", -1, -1);
      } else {
        if (before !== undefined) leave(before);
        server = undefined;
        const turn = await line.wait();
        queued = turn.passed;
        queueMs = sinceStart();
        if (turn.server === undefined) return end(apology(503), "sQ--", -1, -1);
        server = turn.server;
      }
      const askedMs = sinceStart();
      try {
        const reply = await askInTime(server, call);
        if (reply === "late") return end(apology(504), "sH--", 0, -1);
        return end(reply, "----", 0, sinceStart() - askedMs);
      } catch (error) {
        if (!(error instanceof Unreachable)) {
          const reply = end(apology(502), "SH--", 0, -1);
          if (error instanceof CutOff) return reply;
          throw error;
        }
        if (retries === 1) return end(apology(503), "SC--", -1, -1);
        retries++;
      }
    }
  }

  return {
    answer,
    add(spec) {
      if (servers.has(spec.name)) throw new Error(`there is a server ${spec.name} already`);
      const server: Server = {
        ...spec,
        due: 0,
        up: true,
        draining: false,
        connections: 0,
        endChecks: watchHealth({
          clock,
          random,
          ask: spec.ask,
          onChange(up, result) {
            server.up = up;
            notices.health(server.name, up, result, {
              usable: usableCount(),
              connections: server.connections,
              queued: line.length,
            });
            callNext();
          },
        }),
      };
      servers.set(spec.name, server);
      callNext();
    },
    async remove(name) {
      const server = servers.get(name);
      if (server === undefined) return;
      server.draining = true;
      server.endChecks();
      if (server.connections > 0) await new Promise<void>((resolve) => (server.onIdle = resolve));
      servers.delete(name);
    },
    weigh(name, weight) {
      const server = servers.get(name);
      if (server !== undefined) server.weight = Math.min(256, Math.max(0, Math.round(weight)));
      callNext();
    },
    servers: () =>
      [...servers.values()].map(({ name, version, weight, up, draining, connections }) => ({
        name,
        version,
        weight,
        state: draining ? ("drain" as const) : up ? ("up" as const) : ("down" as const),
        connections,
      })),
    stop() {
      for (const server of servers.values()) server.endChecks();
    },
  };
}
