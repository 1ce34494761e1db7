import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { startRhythm } from "./rhythm.ts";

/** Lets promises that are due run. */
const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

function begin(collectFor?: () => Promise<void>) {
  const clock = manualClock(10_300);
  const done: string[] = [];
  const errors: unknown[] = [];
  const rhythm = startRhythm({
    clock,
    stepMs: 1_000,
    graceMs: 200,
    collect: async (timeMs) => {
      await collectFor?.();
      done.push(`collect ${timeMs}`);
    },
    seal: async (sealedMs) => void done.push(`seal ${sealedMs}`),
    onError: (error) => void errors.push(error),
  });
  return { clock, done, errors, rhythm };
}

describe("the rhythm", () => {
  it("collects at a step's end and seals it after the grace", async () => {
    const { clock, done } = begin();
    clock.advance(700);
    await settle();
    expect(done).toEqual(["collect 11000"]);
    clock.advance(199);
    await settle();
    expect(done).toEqual(["collect 11000"]);
    clock.advance(1);
    await settle();
    expect(done).toEqual(["collect 11000", "seal 11000"]);
  });

  it("does not seal a step before its collection is over", async () => {
    let release = () => {};
    const { clock, done } = begin(() => new Promise((resolve) => (release = resolve)));
    clock.advance(1_000);
    await settle();
    expect(done).toEqual([]);
    release();
    await settle();
    expect(done).toEqual(["collect 11000", "seal 11000"]);
  });

  it("seals all the same when a collection hangs for a step", async () => {
    const { clock, done } = begin(() => new Promise(() => {}));
    clock.advance(900);
    await settle();
    clock.advance(1_000);
    await settle();
    expect(done).toEqual(["seal 11000"]);
  });

  it("goes on after a collection that failed, and says so", async () => {
    let fail = true;
    const { clock, done, errors } = begin(async () => {
      if (fail) throw new Error("no /proc today");
    });
    clock.advance(900);
    await settle();
    fail = false;
    clock.advance(1_000);
    await settle();
    expect(errors).toHaveLength(1);
    expect(done).toEqual(["seal 11000", "collect 12000", "seal 12000"]);
  });

  it("seals the newest step alone where a seal took longer than several", async () => {
    const clock = manualClock(10_300);
    const sealed: number[] = [];
    let release = () => {};
    startRhythm({
      clock,
      stepMs: 1_000,
      graceMs: 200,
      collect: async () => {},
      seal: async (sealedMs) => {
        sealed.push(sealedMs);
        if (sealed.length === 1) await new Promise<void>((resolve) => (release = resolve));
      },
      onError: () => {},
    });
    clock.advance(900);
    await settle();
    clock.advance(5_000);
    await settle();
    release();
    await settle();
    expect(sealed).toEqual([11_000, 16_000]);
  });

  it("does nothing more once it is stopped", async () => {
    const { clock, done, rhythm } = begin();
    rhythm.stop();
    clock.advance(5_000);
    await settle();
    expect(done).toEqual([]);
  });
});
