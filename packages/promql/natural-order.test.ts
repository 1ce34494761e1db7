import fc from "fast-check";
import { expect, it } from "vitest";
import { compareNaturally } from "./natural-order.ts";

it("numbers in texts count by their size, and other text by code unit", () => {
  const sorted = ["", "1.2.3", "1.11.3", "1.111.3", "B", "a", "cpu9", "cpu10", "cpu99999999999999999999"];
  expect([...sorted].reverse().sort(compareNaturally)).toEqual(sorted);
});

it("natural order is an order", () => {
  const text = fc.string({ unit: fc.constantFrom("0", "1", "2", "a", "."), maxLength: 6 });
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      expect(Math.sign(compareNaturally(a, b))).toBe(0 - Math.sign(compareNaturally(b, a)));
      if (compareNaturally(a, b) <= 0 && compareNaturally(b, c) <= 0)
        expect(compareNaturally(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});
