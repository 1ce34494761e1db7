import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventCursor, newestFirst, parseEventCursor } from "./event-order.ts";

const place = fc.record({
  timeMs: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -1, max: 8_640_000_000_000_000 })),
  id: fc.string({ unit: "grapheme", maxLength: 5 }),
});

describe("the order of events", () => {
  test("is one order: no two places are equal unless they are the same", () => {
    fc.assert(
      fc.property(place, place, place, (a, b, c) => {
        expect(Math.sign(newestFirst(a, b))).toBe(-Math.sign(newestFirst(b, a)) + 0);
        expect(newestFirst(a, b) === 0).toBe(a.timeMs === b.timeMs && a.id === b.id);
        const [first, second, third] = [a, b, c].sort(newestFirst);
        expect(newestFirst(first!, third!)).toBeLessThanOrEqual(0);
        expect(newestFirst(first!, second!)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test("of ids is that of their UTF-8 bytes", () => {
    const id = fc.string({ unit: "binary", maxLength: 6 });
    fc.assert(
      fc.property(id, id, (a, b) => {
        const ours = newestFirst({ timeMs: 0, id: b }, { timeMs: 0, id: a });
        expect(Math.sign(ours)).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});

describe("a cursor", () => {
  test("names the place that it was made of", () => {
    fc.assert(
      fc.property(place, (place) => {
        expect(parseEventCursor(eventCursor(place))).toEqual(place);
      }),
    );
  });

  test("that is none of ours is none", () => {
    for (const text of ["", "a", "12", ":a", "1e3:a", "1.5:a", "--1:a", "12345678901234567:a"]) {
      expect(parseEventCursor(text)).toBeUndefined();
    }
  });
});
