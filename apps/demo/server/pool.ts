import type { Clock, Undo } from "@mission-control/series";
import type { Random } from "../company/random.ts";
import type { Connection } from "./database.ts";

/** A connection on loan. `release` gives it back, once; a leak is when it does not come back. */
export interface Lease {
  readonly connection: Connection;
  release(): void;
}

const TIMEOUT_MS = 1_000;
const QUEUE = 100;
/** Where every connection has leaked, the pool takes an abandoned one back for one in so many who ask. */
const RECLAIMED_SHARE = 1 / 3;
/** To end an abandoned connection and to open it anew, ms. */
const RECLAIM_MS = 80;

/**
 * A pool of connections, first come first served. Leaks come evenly, `leaksPerMinute`, whether many ask or nobody does, so
 * that a pool of 8 with 1.3 of them a minute is empty after six minutes; from then on one request in three is served, by a
 * connection that is taken back and that leaks again, as the code that leaks is still there. They are counted when somebody
 * asks, gives back or looks.
 */
export function createPool(options: {
  clock: Clock;
  random: Random;
  connections: readonly Connection[];
  leaksPerMinute: () => number;
}) {
  const { clock, random, connections } = options;
  const free = [...connections];
  const abandoned: Connection[] = [];
  const waiting: { give(lease: Lease | undefined): void; stopWaiting: Undo }[] = [];
  /** Abandoned, or taken back on the condition that it leaks again. */
  let lost = 0;
  let leaksDue = 0;
  let countedMs = clock.monotonicMs();
  /** Of one leak, around 1, so that the pool does not empty like a clock. */
  const drawLeak = () => 0.8 + 0.4 * random.next();
  let nextLeak = drawLeak();

  /** Counts what has leaked since the last time, no more than could ever be needed. */
  function count(): void {
    const nowMs = clock.monotonicMs();
    const perMinute = options.leaksPerMinute();
    const since = (perMinute * (nowMs - countedMs)) / 60_000;
    leaksDue = perMinute === 0 ? 0 : Math.min(leaksDue + since, 2 * connections.length);
    countedMs = nowMs;
  }

  function leaks(): boolean {
    if (leaksDue < nextLeak) return false;
    leaksDue -= nextLeak;
    nextLeak = drawLeak();
    return true;
  }

  function abandon(connection: Connection): void {
    lost++;
    abandoned.push(connection);
  }

  /** Connections that nobody holds leak, too. */
  function look(): void {
    count();
    while (free.length > 0 && leaks()) abandon(free.pop()!);
  }

  function lend(connection: Connection, wasLost = false): Lease {
    let lent = true;
    return {
      connection,
      release() {
        if (!lent) return;
        lent = false;
        look();
        if (wasLost) lost--;
        if (wasLost ? options.leaksPerMinute() > 0 : leaks()) abandon(connection);
        else handOn(connection);
      },
    };
  }

  function handOn(connection: Connection): void {
    const next = waiting.shift();
    if (next === undefined) return void free.push(connection);
    next.stopWaiting();
    next.give(lend(connection));
  }

  /** Abandoned connections are looked for when all are lost; once the leak is mended, whenever one is wanted. */
  function mayReclaim(): boolean {
    if (abandoned.length === 0) return false;
    if (options.leaksPerMinute() === 0) return true;
    return lost === connections.length && random.chance(RECLAIMED_SHARE);
  }

  function reclaim(): Promise<Lease> {
    const connection = abandoned.shift()!;
    return new Promise((resolve) => {
      clock.after(RECLAIM_MS, () => resolve(lend(connection, true)));
    });
  }

  return {
    size: connections.length,
    /** On loan or leaked. */
    busy(): number {
      look();
      return connections.length - free.length;
    },
    waiting: () => waiting.length,
    /** A connection, or undefined where none came within a second or too many wait already. */
    acquire(): Promise<Lease | undefined> {
      look();
      const connection = free.pop();
      if (connection !== undefined) return Promise.resolve(lend(connection));
      if (mayReclaim()) return reclaim();
      if (waiting.length >= QUEUE) return Promise.resolve(undefined);
      return new Promise((give) => {
        const entry = {
          give,
          stopWaiting: clock.after(TIMEOUT_MS, () => {
            waiting.splice(waiting.indexOf(entry), 1);
            give(undefined);
          }),
        };
        waiting.push(entry);
      });
    },
  };
}
