import { alertStates, type Stretch } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stateAt, unite } from "./unite.ts";

const stretch: fc.Arbitrary<Stretch> = fc
  .record({
    state: fc.constantFrom(...alertStates),
    fromMs: fc.nat(200),
    long: fc.integer({ min: 1, max: 50 }),
  })
  .map(({ state, fromMs, long }) => ({ state, fromMs, toMs: fromMs + long }));

describe("united stretches", () => {
  it("hold a moment exactly where one of them did, each once and in order", () => {
    fc.assert(
      fc.property(fc.array(stretch), (stretches) => {
        const united = unite(stretches, "firing", "recovering");
        for (let ms = 0; ms < 260; ms++) {
          const holds = united.filter(({ fromMs, toMs }) => ms >= fromMs && ms < toMs).length;
          const held = stretches.some(
            ({ state, fromMs, toMs }) =>
              (state === "firing" || state === "recovering") && ms >= fromMs && ms < toMs,
          );
          expect(holds).toBe(held ? 1 : 0);
        }
        expect(united.every(({ fromMs }, i) => i === 0 || fromMs > united[i - 1]!.toMs)).toBe(true);
      }),
    );
  });

  it("tell the state of a moment, which is none once they are over", () => {
    const one: Stretch[] = [{ state: "pending", fromMs: 10, toMs: 20 }];
    expect([9, 10, 19, 20].map((ms) => stateAt(one, ms))).toEqual([
      undefined,
      "pending",
      "pending",
      undefined,
    ]);
  });
});
