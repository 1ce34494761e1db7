import { type Event, type EventQuery, newestFirst, Refusal } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEventShelf } from "./event-shelf.ts";

function eventOf(id: string, timeMs: number): Event {
  const rest = { title: id, service: "", host: "", tags: [], attributes: {}, fingerprint: "" };
  return { id, timeMs, type: "t", subType: "", severity: "info", ...rest };
}

const all: EventQuery = { limit: 1_000 };
const some = fc.array(fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,2}$/), fc.nat(30)), { maxLength: 8 }));

describe("the last events of a kind", () => {
  test("are at least the newest that it was told to keep, and at most an eighth more", () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 24 }), (batches, maxEvents) => {
        const events = createEventShelf(maxEvents);
        for (const batch of batches) {
          const before = events.find(all).events;
          const given = batch.map(([id, timeMs]) => eventOf(id, timeMs));
          const fresh = events.append(given);
          const held = events.find(all).events;
          const whole = [...before, ...fresh].sort(newestFirst);
          expect(held).toEqual(whole.slice(0, held.length));
          expect(held.length).toBeGreaterThanOrEqual(Math.min(whole.length, maxEvents));
          expect(held.length).toBeLessThanOrEqual(maxEvents + Math.floor(maxEvents / 8));
          expect(events.length).toBe(held.length);
          expect(events.firstMs).toBe(held.at(-1)?.timeMs ?? Number.NaN);
        }
      }),
    );
  });

  test("give back those whose id was new, in the order they came", () => {
    const events = createEventShelf(10);
    const [a, b, c] = [eventOf("a", 9), eventOf("b", 1), eventOf("c", 5)];
    expect(events.append([a, b, a])).toEqual([a, b]);
    expect(events.append([c, eventOf("a", 3)])).toEqual([c]);
    expect(events.append([])).toEqual([]);
  });

  test("know an id no more once its event is forgotten", () => {
    const events = createEventShelf(2);
    events.append([eventOf("a", 1), eventOf("b", 2), eventOf("c", 3)]);
    expect(events.append([eventOf("a", 9)])).toHaveLength(1);
    events.dropBefore(100);
    expect(events.append([eventOf("c", 200)])).toHaveLength(1);
  });

  test("refuse a cursor that is none", () => {
    for (const before of ["", "x", "12", "NaN:a", ":a"]) {
      expect(() => createEventShelf(1).find({ limit: 1, before })).toThrow(Refusal);
    }
  });
});
