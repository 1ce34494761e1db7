import { describe, expect, it } from "vitest";
import { firstOf } from "./first-of.ts";

/** A set that counts how often it is asked. */
class CountedSet extends Set<string> {
  looks = 0;
  override has(name: string): boolean {
    this.looks++;
    return super.has(name);
  }
}

describe("the first of somebody's own metrics", () => {
  it("is what came while somebody looked on, before what was there", () => {
    expect(firstOf(["a", "b", "c"], new Set(["a", "c"]))).toBe("b");
    expect(firstOf(["a", "b"], new Set(["a", "b"]))).toBe("a");
    expect(firstOf(["a", "b"], new Set())).toBe("a");
    expect(firstOf([], new Set(["a"]))).toBeUndefined();
  });

  it("is found among 30,000 names with one look for each", () => {
    const names = Array.from({ length: 30_000 }, (_, i) => `m${i}`);
    const before = new CountedSet(names);
    expect(firstOf(names, before)).toBe("m0");
    expect(before.looks).toBe(30_000);
  });
});
