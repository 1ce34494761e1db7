import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { openDatabase } from "./database.ts";
import { createPool, type Lease } from "./pool.ts";
import { drain } from "./turning.ts";

const database = openDatabase({ random: createRandom("pool") });

function open({ seed = "seed", size = 8, leaksPerMinute = 0 } = {}) {
  const clock = manualClock();
  let rate = leaksPerMinute;
  const pool = createPool({
    clock,
    random: createRandom(seed),
    connections: Array.from({ length: size }, database.connect),
    leaksPerMinute: () => rate,
  });
  /** Asks `perSecond` times a second, holds each lease for 8 ms, and gives the share that got one. */
  async function ask(perSecond: number, seconds: number): Promise<number> {
    let got = 0;
    for (let i = 0; i < perSecond * seconds; i++) {
      void pool.acquire().then((lease) => {
        if (lease === undefined) return;
        got++;
        clock.after(8, lease.release);
      });
      await drain();
      clock.advance(1_000 / perSecond);
      await drain();
    }
    return got / (perSecond * seconds);
  }
  return { clock, pool, ask, leak: (perMinute: number) => (rate = perMinute) };
}

/** Settled by now, or undefined. */
async function now<T>(promise: Promise<T>): Promise<{ value: T } | undefined> {
  let settled: { value: T } | undefined;
  void promise.then((value) => (settled = { value }));
  await drain();
  return settled;
}

describe("a pool", () => {
  it("lends each connection to one at a time, and to those who wait in the order in which they came", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (size, asked) => {
          const { pool } = open({ size });
          const order: number[] = [];
          const out = new Set<unknown>();
          const leases: Lease[] = [];
          for (let i = 0; i < asked; i++) {
            void pool.acquire().then((lease) => {
              expect(out.has(lease?.connection)).toBe(false);
              out.add(lease?.connection);
              order.push(i);
              leases.push(lease!);
            });
          }
          await drain();
          expect(pool.busy()).toBe(Math.min(size, asked));
          expect(pool.waiting()).toBe(Math.max(0, asked - size));
          for (let lease = leases.shift(); lease !== undefined; lease = leases.shift()) {
            out.delete(lease.connection);
            lease.release();
            lease.release();
            await drain();
          }
          expect(order).toEqual(Array.from({ length: asked }, (_, i) => i));
          expect([pool.busy(), pool.waiting()]).toEqual([0, 0]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("lets nobody wait for more than a second, and no more than a hundred wait", async () => {
    const { pool, clock } = open({ size: 1 });
    await now(pool.acquire());
    const waiting = pool.acquire();
    for (let i = 1; i < 100; i++) void pool.acquire();
    expect(await now(pool.acquire())).toEqual({ value: undefined });
    expect(pool.waiting()).toBe(100);
    clock.advance(999);
    expect(await now(waiting)).toBeUndefined();
    clock.advance(1);
    expect(await now(waiting)).toEqual({ value: undefined });
    expect(pool.waiting()).toBe(0);
  });

  it("is emptied by leaks in five to seven minutes, whatever the seed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (seed) => {
        const { pool, ask } = open({ seed, leaksPerMinute: 1.33 });
        expect(await ask(5, 5 * 60)).toBe(1);
        await ask(5, 2 * 60);
        expect(pool.busy()).toBe(8);
      }),
      { numRuns: 10 },
    );
  });

  it.each([0, 0.2, 5])(
    "is full in time at any speed, though only %d ask it in a second",
    async (perSecond) => {
      for (const speed of [1, 10, 60, 200]) {
        const { pool, ask, clock } = open({ seed: `speed ${speed}`, leaksPerMinute: 1.33 * speed });
        const seconds = (7 * 60) / speed;
        if (perSecond > 0) await ask(perSecond, Math.max(1 / perSecond, seconds));
        clock.advance(Math.max(0, seconds * 1_000 - clock.monotonicMs()));
        expect([speed, pool.busy()]).toEqual([speed, 8]);
      }
    },
  );

  it("keeps what is left over of a leak: as many go as were to go, whenever it is asked", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 5, maxLength: 40 }), (gaps) => {
        const { pool, clock } = open({ size: 500, leaksPerMinute: 10 });
        let minutes = 0;
        for (const ms of gaps) {
          clock.advance(ms);
          minutes += ms / 60_000;
          expect(pool.busy()).toBeGreaterThanOrEqual(Math.min(500, Math.floor((minutes * 10) / 1.2)) - 1);
          expect(pool.busy()).toBeLessThanOrEqual(Math.ceil((minutes * 10) / 0.8));
        }
      }),
    );
  });

  it("answers about one in three when all have leaked, whatever the seed and the load", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.constantFrom(4, 10, 20, 50, 100), async (seed, perSecond) => {
        const { pool, ask } = open({ seed, leaksPerMinute: 600 });
        await ask(20, 5);
        expect(pool.busy()).toBe(8);
        const share = await ask(perSecond, 600 / perSecond);
        expect(share).toBeGreaterThan(0.2);
        expect(share).toBeLessThan(0.5);
      }),
      { numRuns: 20 },
    );
  });

  it("comes back when the leak is mended", async () => {
    const { pool, ask, leak } = open({ leaksPerMinute: 600 });
    await ask(20, 5);
    leak(0);
    await ask(20, 2);
    expect(await ask(20, 5)).toBe(1);
    expect(pool.waiting()).toBe(0);
  });
});
