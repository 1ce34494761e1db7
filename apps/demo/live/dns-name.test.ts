import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { createDnsName, TTL_MS } from "./dns-name.ts";

const greenShare = (name: ReturnType<typeof createDnsName>): number =>
  Array.from({ length: 2_000 }, name.resolve).filter((address) => address === "green").length / 2_000;

function nameAfter(ms: number): number {
  const clock = manualClock(0);
  const name = createDnsName({ clock, random: createRandom("dns") });
  name.point("green");
  clock.advance(ms);
  return greenShare(name);
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

  it("pointed back half way, goes back from the share that knows the other, without a jump", () => {
    const clock = manualClock(0);
    const name = createDnsName({ clock, random: createRandom("dns") });
    name.point("green");
    clock.advance(TTL_MS / 2);
    name.point("blue");
    expect(greenShare(name)).toBeCloseTo(0.5, 1);
    clock.advance(TTL_MS / 2);
    expect(greenShare(name)).toBeCloseTo(0.25, 1);
    name.point("green");
    expect(greenShare(name)).toBeCloseTo(0.25, 1);
    clock.advance(TTL_MS);
    expect(greenShare(name)).toBe(1);
  });

  it("that is reset is blue for all at once", () => {
    const clock = manualClock(0);
    const name = createDnsName({ clock, random: createRandom("dns") });
    name.point("green");
    clock.advance(TTL_MS);
    name.reset();
    expect([greenShare(name), name.address()]).toEqual([0, "blue"]);
    name.point("green");
    expect(greenShare(name)).toBe(0);
  });
});
