import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { scenarios } from "../scenario/registry.ts";
import { planTales } from "./calendar.ts";
import { endOf } from "./tale.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const days = fc.integer({ min: 19_000, max: 24_000 }).map((day) => day * DAY_MS);
const stories = scenarios.filter(({ lengthMs }) => lengthMs <= HOUR_MS).map(({ name }) => name);

describe("the calendar of a history", () => {
  it("has each scenario at least once in thirty days, whenever they begin", () => {
    fc.assert(
      fc.property(fc.string(), days, (seed, startMs) => {
        const tales = planTales({ random: createRandom(seed), startMs, endMs: startMs + 30 * DAY_MS });
        expect(tales.map(({ name }) => name)).toEqual(expect.arrayContaining(stories));
      }),
    );
  });

  it("has releases of both services on most workdays, and none at weekends", () => {
    fc.assert(
      fc.property(fc.string(), days, (seed, startMs) => {
        const tales = planTales({ random: createRandom(seed), startMs, endMs: startMs + 28 * DAY_MS });
        const releases = tales.filter(({ name }) => name.startsWith("release"));
        expect(releases.length).toBeGreaterThan(18);
        for (const { beginMs } of releases) expect([0, 6]).not.toContain(new Date(beginMs).getUTCDay());
      }),
    );
  });

  it("has one thing at a time, but for the certificate that counts down", () => {
    fc.assert(
      fc.property(fc.string(), days, fc.integer({ min: 1, max: 35 * 24 }), (seed, startMs, hours) => {
        const endMs = startMs + hours * HOUR_MS;
        const tales = planTales({ random: createRandom(seed), startMs, endMs }).filter(
          ({ name }) => name !== "certificate",
        );
        for (const [i, tale] of tales.entries()) {
          expect(tale.beginMs).toBeGreaterThanOrEqual(startMs);
          if (i > 0) expect(tale.beginMs).toBeGreaterThanOrEqual(endOf(tales[i - 1]!));
        }
      }),
    );
  });

  it("has something to see in an hour", () => {
    const tales = planTales({ random: createRandom("a"), startMs: 0, endMs: HOUR_MS });
    expect(tales).toHaveLength(1);
    expect(endOf(tales[0]!)).toBeLessThanOrEqual(HOUR_MS);
  });
});
