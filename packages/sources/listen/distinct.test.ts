import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBudget } from "./budget.ts";
import { createDistinct } from "./distinct.ts";

const utf8 = new TextEncoder();

describe("a count of different members", () => {
  it("is that of a set of them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 5 }), { maxLength: 300 }),
        fc.integer(),
        (members, seed) => {
          const distinct = createDistinct(createBudget(100_000), seed);
          for (const member of members) {
            const bytes = utf8.encode(`[${member}]`);
            expect(distinct.add(bytes, 1, bytes.length - 1)).toBe(true);
          }
          expect(distinct.take()).toBe(new Set(members).size);
          expect(distinct.take()).toBe(0);
        },
      ),
    );
  });

  it("refuses new members when there is no room, never known ones", () => {
    const budget = createBudget(32);
    const distinct = createDistinct(budget, 1);
    const add = (member: string) => distinct.add(utf8.encode(member), 0, member.length);
    const taken = Array.from({ length: 100 }, (_, i) => add(`m${i}`)).filter(Boolean).length;
    expect(taken).toBeLessThan(100);
    expect(add("m0")).toBe(true);
    expect(distinct.take()).toBe(taken);
    distinct.release();
    expect(budget.left).toBe(32);
  });
});
