import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createVirtualClock } from "./virtual-clock.ts";

describe("a virtual clock", () => {
  it("rings in order of time, and of equal times in the order in which alarms were set", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), async (times) => {
        const clock = createVirtualClock(1_000);
        const rung: [number, number][] = [];
        for (const [i, ms] of times.entries()) clock.after(ms, () => rung.push([clock.monotonicMs(), i]));
        await clock.runUntil(20);
        const wanted = times.map((ms, i) => [ms, i] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(rung).toEqual(wanted);
        expect(clock.now()).toBe(1_020);
      }),
    );
  });

  it("lets promises settle before time passes", async () => {
    const clock = createVirtualClock(0);
    const seen: string[] = [];
    clock.after(1, async () => {
      for (let i = 0; i < 50; i++) await Promise.resolve();
      seen.push(`settled at ${clock.monotonicMs()}`);
      await new Promise<void>((done) => clock.after(0, done));
      seen.push(`again at ${clock.monotonicMs()}`);
    });
    clock.after(2, () => seen.push("later"));
    await clock.runUntil(5);
    expect(seen).toEqual(["settled at 1", "again at 1", "later"]);
  });

  it("does not ring what was undone, also from within", async () => {
    const clock = createVirtualClock(0);
    const seen: string[] = [];
    const undo = clock.after(5, () => seen.push("undone"));
    clock.after(4, undo);
    const stop = clock.every(2, () => {
      seen.push(`turn ${clock.monotonicMs()}`);
      if (clock.monotonicMs() >= 6) stop();
    });
    await clock.runUntil(20);
    expect(seen).toEqual(["turn 2", "turn 4", "turn 6"]);
    stop();
    undo();
  });

  it("stands still where nobody runs it, and does not ring early", async () => {
    const clock = createVirtualClock(10);
    let rung = 0;
    clock.after(7.5, () => rung++);
    await clock.runUntil(7);
    expect([rung, clock.now(), clock.monotonicMs()]).toEqual([0, 17, 7]);
    await clock.runUntil(7.5);
    expect([rung, clock.now(), clock.monotonicMs()]).toEqual([1, 17, 7.5]);
  });
});
