import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { manualClock } from "./clock.ts";
import { createSealingClock } from "./seal.ts";
import { floorToStep } from "./steps.ts";

const startMs = 1_700_000_000_000;

function sealing(options: { stepMs: number; graceMs: number; maxCatchUp?: number; startMs?: number }) {
  const clock = manualClock(options.startMs ?? startMs);
  const seals = createSealingClock({ clock, ...options });
  const sealed: { endMs: number; atMs: number }[] = [];
  seals.onSeal((endMs) => sealed.push({ endMs, atMs: clock.now() }));
  return { clock, seals, sealed, ends: () => sealed.map((one) => one.endMs) };
}

const stepMs = fc.constantFrom(1_000, 5_000, 7_000, 60_000);
const graceMs = fc.constantFrom(0, 1, 500, 5_000);

describe("the sealing clock", () => {
  test("seals each step once, in order, as soon as its grace is over", () => {
    fc.assert(
      fc.property(
        stepMs,
        graceMs,
        fc.nat(100_000),
        fc.integer({ min: 1, max: 40 }),
        (stepMs, graceMs, offset, steps) => {
          const { clock, seals, sealed } = sealing({ stepMs, graceMs, startMs: startMs + offset });
          const firstMs = seals.sealedMs() + stepMs;
          seals.start();
          clock.advance(steps * stepMs);
          expect(sealed).toEqual(
            Array.from({ length: steps }, (_, i) => ({
              endMs: firstMs + i * stepMs,
              atMs: firstMs + i * stepMs + graceMs,
            })),
          );
        },
      ),
    );
  });

  test("whatever the clock does, no step seals twice, out of order, too early or off the grid", () => {
    const move = fc.oneof(
      fc.record({ kind: fc.constant("pass" as const), ms: fc.integer({ min: 1, max: 200_000 }) }),
      fc.record({ kind: fc.constant("jump" as const), ms: fc.integer({ min: -4_000_000, max: 4_000_000 }) }),
    );
    fc.assert(
      fc.property(stepMs, graceMs, fc.array(move, { maxLength: 30 }), (stepMs, graceMs, moves) => {
        const { clock, seals, sealed, ends } = sealing({ stepMs, graceMs, maxCatchUp: 20 });
        seals.start();
        for (const { kind, ms } of moves) {
          if (kind === "pass") clock.advance(ms);
          else clock.jumpTo(clock.now() + ms);
        }
        expect(ends()).toEqual([...new Set(ends())].sort((a, b) => a - b));
        for (const { endMs, atMs } of sealed) {
          expect(endMs % stepMs).toBe(0);
          expect(atMs).toBeGreaterThanOrEqual(endMs + graceMs);
        }
      }),
    );
  });

  test("after a pause the missed steps seal one after another, without a hole", () => {
    const { clock, seals, ends } = sealing({ stepMs: 5_000, graceMs: 500 });
    const firstMs = seals.sealedMs() + 5_000;
    seals.start();
    clock.advance(10_000);
    clock.jumpTo(clock.now() + 60_000);
    clock.advance(5_000);
    expect(ends()).toEqual(Array.from({ length: 15 }, (_, i) => firstMs + i * 5_000));
  });

  test("catches up no further than it was told, with the newest steps", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 11, max: 10_000 }),
        (maxCatchUp, missed) => {
          const { clock, seals, ends } = sealing({ stepMs: 1_000, graceMs: 0, maxCatchUp });
          seals.start();
          clock.jumpTo(clock.now() + missed * 1_000);
          clock.advance(1_000);
          const lastMs = floorToStep(clock.now(), 1_000);
          expect(ends()).toEqual(
            Array.from({ length: maxCatchUp }, (_, i) => lastMs - (maxCatchUp - 1 - i) * 1_000),
          );
        },
      ),
    );
  });

  test("a clock set back seals nothing until it has passed what was sealed", () => {
    const { clock, seals, ends } = sealing({ stepMs: 1_000, graceMs: 0 });
    seals.start();
    clock.advance(5_000);
    const sealedMs = seals.sealedMs();
    clock.jumpTo(clock.now() - 10_000);
    clock.advance(10_000);
    expect(ends().at(-1)).toBe(sealedMs);
    clock.advance(1_000);
    expect(ends()).toHaveLength(6);
    expect(ends().at(-1)).toBe(sealedMs + 1_000);
  });

  test("a clock set far back seals again within a step of passing the last seal", () => {
    const { clock, seals, ends } = sealing({ stepMs: 5_000, graceMs: 0 });
    seals.start();
    clock.advance(5_000);
    clock.jumpTo(clock.now() - 3_600_000);
    clock.advance(1_000);
    clock.jumpTo(clock.now() + 3_600_000);
    clock.advance(5_000);
    expect(ends()).toHaveLength(2);
  });

  test("seals nothing before it is started, nor after it is ended", () => {
    const { clock, seals, ends } = sealing({ stepMs: 1_000, graceMs: 0 });
    clock.advance(3_000);
    expect(ends()).toEqual([]);
    const end = seals.start();
    clock.advance(1_000);
    const soFar = ends();
    expect(soFar.length).toBeGreaterThan(0);
    end();
    end();
    clock.advance(10_000);
    expect(ends()).toEqual(soFar);
  });

  test("a listener may end it in the middle of catching up", () => {
    const { clock, seals, ends } = sealing({ stepMs: 1_000, graceMs: 0 });
    const end = seals.start();
    seals.onSeal(() => ends().length === 2 && end());
    clock.jumpTo(clock.now() + 60_000);
    clock.advance(60_000);
    expect(ends()).toHaveLength(2);
  });

  test("a listener that is gone hears nothing more, and the others do", () => {
    const { clock, seals, ends } = sealing({ stepMs: 1_000, graceMs: 0 });
    const heard: number[] = [];
    const forget = seals.onSeal((endMs) => heard.push(endMs));
    seals.start();
    clock.advance(1_000);
    forget();
    clock.advance(1_000);
    expect(heard).toEqual(ends().slice(0, 1));
    expect(ends()).toHaveLength(2);
  });

  test("a listener that throws does not stop time", () => {
    const { clock, seals, ends } = sealing({ stepMs: 1_000, graceMs: 0 });
    const forget = seals.onSeal(() => {
      throw new Error("ours");
    });
    seals.start();
    expect(() => clock.advance(1_000)).toThrow("ours");
    forget();
    clock.advance(5_000);
    expect(ends()).toHaveLength(6);
  });
});
