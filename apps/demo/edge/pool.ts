import type { Clock } from "@mission-control/series";
import type { Service } from "../company/instance.ts";
import type { Random } from "../company/random.ts";
import type { Ask } from "../company/wire.ts";
import { watchHealth } from "./health.ts";
import { createNotices, type Notice } from "./notices.ts";
import { nextInTurn } from "./rotation.ts";
import { createWaitingLine, type Turn } from "./waiting-line.ts";

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

/** An instance in the pool; who was given one gives it back. */
export interface Server extends ServerSpec {
  weight: number;
  due: number;
  up: boolean;
  draining: boolean;
  connections: number;
  endChecks(): void;
  onIdle?: () => void;
}

/** The instances of a service: gives out the one whose turn it is, and lets wait where all have enough to do. */
export function createPool({
  clock,
  random,
  service,
  notice,
  maxConnections,
  maxQueue,
  queueTimeoutMs,
}: {
  clock: Clock;
  random: Random;
  service: Service;
  notice: (notice: Notice) => void;
  maxConnections: number;
  maxQueue: number;
  queueTimeoutMs: number;
}) {
  const servers = new Map<string, Server>();
  const line = createWaitingLine<Server>({ clock, maxLength: maxQueue, timeoutMs: queueTimeoutMs });
  const notices = createNotices(service, notice);
  let connections = 0;

  const usable = (server: Server) => server.up && !server.draining && server.weight > 0;
  const free = (server: Server) => usable(server) && server.connections < maxConnections;

  function usableCount(besides?: Server): number {
    let count = 0;
    for (const server of servers.values()) if (server !== besides && usable(server)) count++;
    return count;
  }

  function take(server: Server): Server {
    server.connections++;
    connections++;
    return server;
  }

  /** Lets out of the queue whom servers have room for. */
  function callNext(): void {
    while (line.length > 0) {
      const server = nextInTurn(servers.values(), free);
      if (server === undefined) return;
      line.callNext(take(server));
    }
  }

  return {
    /** Requests at servers now. */
    get connections() {
      return connections;
    },
    /** The next server, at once or after a wait; "none" where there is none, other than `besides`, that works. */
    find(besides: Server | undefined): Turn<Server> | Promise<Turn<Server>> | "none" {
      const next = nextInTurn(servers.values(), (server) => server !== besides && free(server));
      if (next !== undefined) return { server: take(next), passed: 0 };
      return usableCount(besides) === 0 ? "none" : line.wait();
    },
    giveBack(server: Server): void {
      server.connections--;
      connections--;
      if (server.connections === 0) server.onIdle?.();
      callNext();
    },
    add(spec: ServerSpec): void {
      if (servers.has(spec.name)) throw new Error(`there is a server ${spec.name} already`);
      const endChecks = watchHealth({
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
      });
      const server: Server = { ...spec, due: 0, up: true, draining: false, connections: 0, endChecks };
      servers.set(spec.name, server);
      notices.joining(spec.name);
      callNext();
    },
    async remove(name: string): Promise<void> {
      const server = servers.get(name);
      if (server === undefined || server.draining) return;
      server.draining = true;
      server.endChecks();
      notices.draining(name, usableCount());
      if (server.connections > 0) {
        await new Promise<void>((resolve) => {
          server.onIdle = resolve;
        });
      }
      servers.delete(name);
      notices.leaving(name, usableCount());
    },
    weigh(name: string, weight: number): void {
      const server = servers.get(name);
      if (server !== undefined) server.weight = Math.min(256, Math.max(0, Math.round(weight)));
      callNext();
    },
    servers: (): readonly ServerState[] =>
      [...servers.values()].map(({ name, version, weight, up, draining, connections }) => ({
        name,
        version,
        weight,
        state: draining ? "drain" : up ? "up" : "down",
        connections,
      })),
    stop(): void {
      for (const server of servers.values()) server.endChecks();
    },
  };
}
