import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { labelsKey, labelsOf, metric } from "./labels.ts";
import { createLookup } from "./lookup.ts";
import { createMatcher, matchesAll } from "./matcher.ts";

const labels = fc
  .tuple(fc.constantFrom("a", "b", "__proto__", ""), fc.constantFrom("", "x", "y"))
  .map(([name, tag]) => metric(name, { tag }));
const matcher = fc.oneof(
  fc.constantFrom("a", "__proto__", "none").map((name) => createMatcher("__name__", "=", name)),
  fc.constantFrom("a|b", ".*", "").map((pattern) => createMatcher("__name__", "=~", pattern)),
  fc.constantFrom("x", "").map((tag) => createMatcher("tag", "=", tag)),
  fc.constantFrom("x", "").map((tag) => createMatcher("tag", "!=", tag)),
);

describe("a lookup", () => {
  test("finds what a walk through all series finds, after any comings and goings", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), labels), { maxLength: 40 }),
        fc.array(matcher, { maxLength: 3 }),
        (moves, matchers) => {
          const lookup = createLookup();
          const there = new Map<string, number>();
          for (const [comes, one] of moves) {
            const key = labelsKey(one);
            if (comes) there.set(key, lookup.add(one));
            else if (there.delete(key)) lookup.remove(lookup.refOf(one)!);
          }
          const found = lookup.find(matchers).map((ref) => labelsKey(lookup.labelsOf(ref)!));
          const walked = new Set(
            moves
              .map(([, one]) => one)
              .filter((one) => there.has(labelsKey(one)) && matchesAll(one, matchers))
              .map(labelsKey),
          );
          expect(found.sort()).toEqual([...walked].sort());
          expect(lookup.size).toBe(there.size);
        },
      ),
    );
  });

  test("gives equal labels one number, and no number twice", () => {
    const lookup = createLookup();
    const first = lookup.add(metric("up", { a: "1", b: "2" }));
    expect(
      lookup.add(
        labelsOf([
          ["b", "2"],
          ["__name__", "up"],
          ["a", "1"],
        ]),
      ),
    ).toBe(first);
    lookup.remove(first);
    lookup.remove(first);
    expect(lookup.labelsOf(first)).toBeUndefined();
    expect(lookup.refOf(metric("up", { a: "1", b: "2" }))).toBeUndefined();
    expect(lookup.add(metric("up", { a: "1", b: "2" }))).not.toBe(first);
  });
});
