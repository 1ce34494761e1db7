import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { createDnsName, TTL_MS } from "./dns-name.ts";

function nameAfter(ms: number): number {
  const clock = manualClock(0);
  const name = createDnsName({ clock, random: createRandom("dns") });
  name.point("green");
  clock.advance(ms);
  return Array.from({ length: 2_000 }, name.resolve).filter((address) => address === "green").length / 2_000;
}

describe("a name", () => {
  it("has the blue address at first", () => {
    const name = createDnsName({ clock: manualClock(0), random: createRandom("dns") });
    expect(new Set(Array.from({ length: 50 }, name.resolve))).toEqual(new Set(["blue"]));
  });

  it("is known by the new address to a share that grows to all within the TTL", () => {
    expect(nameAfter(0)).toBe(0);
    expect(nameAfter(TTL_MS / 2)).toBeGreaterThan(0.45);
    expect(nameAfter(TTL_MS / 2)).toBeLessThan(0.55);
    expect(nameAfter(TTL_MS)).toBe(1);
    expect(nameAfter(10 * TTL_MS)).toBe(1);
  });

  it("pointed to where it points already, stays known to all", () => {
    const name = createDnsName({ clock: manualClock(0), random: createRandom("dns") });
    name.point("blue");
    expect(name.resolve()).toBe("blue");
    expect(name.address()).toBe("blue");
  });
});
