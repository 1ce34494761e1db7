import type { Batch } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFanout, type Sink } from "./fanout.ts";

const batches = (count: number): Batch[] =>
  Array.from({ length: count }, () => ({ samples: undefined, events: [] }));

/** A sink that remembers what it took, and takes each batch only when it is let. */
function gated(name: string, capacity: number) {
  const took: Batch[] = [];
  let open = () => {};
  let gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const sink: Sink = {
    name,
    capacity,
    async take(batch) {
      await gate;
      took.push(batch);
    },
  };
  return {
    sink,
    took,
    open: () => {
      open();
      gate = Promise.resolve();
    },
  };
}

function collecting(name: string): { sink: Sink; took: Batch[] } {
  const took: Batch[] = [];
  return { took, sink: { name, capacity: 100, take: (batch) => void took.push(batch) } };
}

describe("the fan-out", () => {
  test("gives every sink every batch, in order", async () => {
    const [one, two] = [collecting("one"), gated("two", 100)];
    const fanout = createFanout([one.sink, two.sink]);
    const given = batches(20);
    for (const batch of given) fanout.push(batch);
    two.open();
    await fanout.drained();
    expect(one.took).toEqual(given);
    expect(one.took.every((batch, i) => batch === given[i] && batch === two.took[i])).toBe(true);
    expect(fanout.status()).toEqual([
      { name: "one", waiting: 0, dropped: 0 },
      { name: "two", waiting: 0, dropped: 0 },
    ]);
  });

  test("does no sink's work while the caller waits", async () => {
    const { sink, took } = collecting("one");
    const fanout = createFanout([sink]);
    fanout.push(batches(1)[0]!);
    expect(took).toEqual([]);
    await fanout.drained();
    expect(took).toHaveLength(1);
  });

  test("hands a slow sink one batch at a time, and drops and counts its oldest waiting ones", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 20 }),
        async (capacity, more) => {
          const [fast, slow] = [collecting("fast"), gated("slow", capacity)];
          const fanout = createFanout([slow.sink, fast.sink]);
          const given = batches(1 + more);
          fanout.push(given[0]!);
          await Promise.resolve();
          await Promise.resolve();
          for (const batch of given.slice(1)) fanout.push(batch);
          const dropped = Math.max(0, more - capacity);
          expect(fanout.status()[0]).toEqual({ name: "slow", waiting: Math.min(more, capacity), dropped });
          slow.open();
          await fanout.drained();
          const taken = [given[0], ...given.slice(1 + dropped)];
          expect(slow.took.map((batch) => given.indexOf(batch))).toEqual(
            taken.map((batch) => given.indexOf(batch!)),
          );
          expect(fast.took).toHaveLength(given.length);
        },
      ),
    );
  });

  test("a sink that throws, at once or later, loses that batch and hurts nobody", async () => {
    const seen: string[] = [];
    const bad = (name: string, take: Sink["take"]): Sink => ({ name, capacity: 10, take });
    const good = collecting("good");
    let count = 0;
    const fanout = createFanout([
      bad("throws", () => {
        seen.push("throws");
        throw new Error("at once");
      }),
      bad("rejects", () => Promise.reject(new Error("later"))),
      bad("once", () => {
        if (count++ === 0) throw new Error("only once");
      }),
      good.sink,
    ]);
    for (const batch of batches(3)) fanout.push(batch);
    await fanout.drained();
    expect(seen).toHaveLength(3);
    expect(fanout.status().map(({ name, dropped }) => [name, dropped])).toEqual([
      ["throws", 3],
      ["rejects", 3],
      ["once", 1],
      ["good", 0],
    ]);
    expect(fanout.lastErrors().map(({ name, error }) => [name, (error as Error).message])).toEqual([
      ["throws", "at once"],
      ["rejects", "later"],
      ["once", "only once"],
    ]);
    expect(good.took).toHaveLength(3);
  });

  test("a sink that hands on to the fan-out itself is served in turn", async () => {
    const took: Batch[] = [];
    const [first, second] = batches(2);
    const fanout = createFanout([
      {
        name: "echo",
        capacity: 10,
        take(batch) {
          took.push(batch);
          if (batch === first) fanout.push(second!);
        },
      },
    ]);
    fanout.push(first!);
    await fanout.drained();
    expect(took).toHaveLength(2);
    expect(took[1]).toBe(second);
  });
});
