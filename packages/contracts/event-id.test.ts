import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventIdAt, timeOfEventId } from "./event-id.ts";

describe("an event's id", () => {
  test("says the event's time, and is another each time", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 48 - 1 }), (timeMs) => {
        expect(timeOfEventId(eventIdAt(timeMs))).toBe(timeMs);
        expect(eventIdAt(timeMs)).not.toBe(eventIdAt(timeMs));
      }),
    );
  });

  test("that somebody else made says none", () => {
    for (const id of ["", "1", "deploy-7", globalThis.crypto.randomUUID(), `${eventIdAt(5)}x`]) {
      expect(timeOfEventId(id)).toBeUndefined();
    }
  });
});
