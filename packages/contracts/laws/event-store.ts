import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Event, EventQuery } from "../event.ts";
import { eventIdAt } from "../event-id.ts";
import { newestFirst } from "../event-order.ts";
import type { EventStore } from "../ports.ts";
import { type Made, lawHourMs as t0, withStore } from "./subject.ts";

function eventOf(id: string, offsetMs: number, more: Partial<Event> = {}): Event {
  return {
    id,
    timeMs: t0 + offsetMs,
    type: "exception",
    subType: "",
    title: `event ${id}`,
    severity: "error",
    service: "api",
    host: "web-1",
    tags: [],
    attributes: {},
    fingerprint: "f",
    ...more,
  };
}

/** All pages of a query, one after another, as a reader would turn them. */
async function allPages(store: EventStore, query: EventQuery): Promise<Event[]> {
  const seen: Event[] = [];
  let before: string | undefined;
  do {
    const page = await store.find(before === undefined ? query : { ...query, before });
    expect(page.events.length).toBeLessThanOrEqual(query.limit);
    if (page.next !== null) expect(page.events).toHaveLength(query.limit);
    seen.push(...page.events);
    before = page.next ?? undefined;
  } while (before !== undefined);
  return seen;
}

/** The laws of every EventStore. `make` gives a fresh, empty one that forgets nothing from `lawHourMs` on. */
export function eventStoreLaws(name: string, make: () => Promise<Made<EventStore>>): void {
  const law = (title: string, check: (store: EventStore) => Promise<void>) =>
    test(title, () => withStore(make, check));
  const idsOf = async (store: EventStore, query: Partial<EventQuery> = {}) =>
    (await store.find({ limit: 100, ...query })).events.map((event) => event.id);

  describe(`${name} keeps events`, () => {
    law("an event comes back as it was, whatever its texts are", async (store) => {
      const attributes = JSON.parse('{"__proto__": "x", "constructor": 1.5, "a\\"b": null, "yes": true}');
      const event = eventOf("1", 0, {
        title: `it's "quoted" \u0000 \n 🚀 \u{10ffff}`,
        type: "größe",
        subType: "'; DROP TABLE events; --",
        service: "日本",
        tags: ["env:prod", ""],
        attributes,
      });
      await store.append([event]);
      expect(await store.find({ limit: 10 })).toEqual({ events: [event], next: null });
      expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
    });

    law("an id counts once: the first event that had it stays", async (store) => {
      const [first, again] = [eventOf("1", 0), eventOf("1", 5, { title: "again" })];
      await store.append([first, again]);
      await store.append([again, eventOf("2", 1)]);
      await store.append([first]);
      expect((await store.find({ limit: 10 })).events).toEqual([eventOf("2", 1), first]);
    });

    law("an id that says a time counts once, too, whatever time it comes back with", async (store) => {
      const [id, other] = [eventIdAt(t0 + 5), eventIdAt(t0 + 6)];
      await store.append([eventOf(id, 5), eventOf(other, 6)]);
      await store.append([eventOf(id, 5), eventOf(eventIdAt(t0 + 5), 5)]);
      await store.append([eventOf(id, 9), eventOf(id, 5), eventOf(other, 6)]);
      const { events } = await store.find({ limit: 10 });
      expect(events.map((event) => event.timeMs - t0)).toEqual([6, 5, 5]);
    });

    law("the newest come first: by time, then by id", async (store) => {
      await store.append([eventOf("b", 5), eventOf("late", 9)]);
      await store.append([eventOf("a", 5), eventOf("c", 5), eventOf("early", 1)]);
      expect(await idsOf(store)).toEqual(["late", "c", "b", "a", "early"]);
    });

    law("ids are ordered by code points, beyond U+FFFF too", async (store) => {
      await store.append(["🚀", "\uff61", "z", "Z", ""].map((id) => eventOf(id, 0)));
      expect(await idsOf(store)).toEqual(["🚀", "\uff61", "z", "Z", ""]);
    });

    law("a query names what it wants", async (store) => {
      await store.append([
        eventOf("1", 0, { type: "deploy", service: "api", host: "a" }),
        eventOf("2", 10, { type: "deploy", service: "web", host: "b" }),
        eventOf("3", 20, { type: "exception", service: "web", host: "a" }),
        eventOf("4", 30, { type: "exception", service: "", host: "" }),
      ]);
      expect(await idsOf(store, { type: "deploy" })).toEqual(["2", "1"]);
      expect(await idsOf(store, { service: "web" })).toEqual(["3", "2"]);
      expect(await idsOf(store, { host: "a", type: "deploy" })).toEqual(["1"]);
      expect(await idsOf(store, { from: t0 + 10, to: t0 + 20 })).toEqual(["3", "2"]);
      expect(await idsOf(store, { from: t0 + 31 })).toEqual([]);
      expect(await idsOf(store, { to: t0 })).toEqual(["1"]);
      expect(await idsOf(store, { type: "none" })).toEqual([]);
    });

    law("a query names what it does not want", async (store) => {
      await store.append([
        eventOf("1", 0, { type: "request", service: "web" }),
        eventOf("2", 10, { type: "deploy", service: "web" }),
        eventOf("3", 20, { type: "request", service: "api" }),
        eventOf("4", 30, { type: "log", service: "api" }),
      ]);
      expect(await idsOf(store, { except: "request" })).toEqual(["4", "2"]);
      expect(await idsOf(store, { except: "log", service: "api" })).toEqual(["3"]);
      expect(await idsOf(store, { except: "none" })).toEqual(["4", "3", "2", "1"]);
      expect(await idsOf(store, { except: "deploy", type: "deploy" })).toEqual([]);
      expect(await idsOf(store, { except: "request", type: "request" })).toEqual([]);
    });

    law("a cursor of no event we know is no fault", async (store) => {
      await store.append([eventOf("1", 0)]);
      expect(await idsOf(store, { before: `${t0 + 1}:never kept` })).toEqual(["1"]);
    });

    law("an empty store and an empty batch are no fault", async (store) => {
      await store.append([]);
      expect(await store.find({ limit: 10 })).toEqual({ events: [], next: null });
    });

    law("dropBefore forgets all before a time and nothing else", async (store) => {
      await store.append([eventOf("1", 0), eventOf("2", 10), eventOf("3", 20)]);
      await store.dropBefore(t0 + 10);
      expect(await idsOf(store)).toEqual(["3", "2"]);
    });

    law("dropBefore forgets one type and leaves the others", async (store) => {
      await store.append([
        eventOf("1", 0, { type: "request" }),
        eventOf("2", 0, { type: "deploy" }),
        eventOf("3", 10, { type: "request" }),
        eventOf("4", 10, { type: "log" }),
      ]);
      await store.dropBefore(t0 + 10, "request");
      expect(await idsOf(store)).toEqual(["4", "3", "2"]);
      await store.dropBefore(t0 + 11, "log");
      expect(await idsOf(store)).toEqual(["3", "2"]);
      await store.append([eventOf("1", 0), eventOf("2", 0), eventOf("3", 0)]);
      expect(await idsOf(store)).toEqual(["3", "2", "1"]);
    });

    law("an id counts once, whatever type it comes back as", async (store) => {
      await store.append([eventOf("1", 0, { type: "request" }), eventOf("2", 5, { type: "deploy" })]);
      await store.append([eventOf("1", 9, { type: "deploy" }), eventOf("2", 9, { type: "request" })]);
      await store.append([eventOf("3", 1, { type: "request" }), eventOf("3", 1, { type: "log" })]);
      const { events } = await store.find({ limit: 10 });
      expect(events.map(({ id, type }) => `${id} ${type}`)).toEqual(["2 deploy", "3 request", "1 request"]);
    });

    test("turning pages shows every event exactly once, many of one time too", async () => {
      const some = fc.record({
        id: fc.string({ unit: "binary", maxLength: 6 }),
        offsetMs: fc.integer({ min: 0, max: 3 }),
        type: fc.constantFrom("deploy", "exception", "request"),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(some, { maxLength: 15 }), { maxLength: 4 }),
          fc.integer({ min: 1, max: 7 }),
          (batches, limit) =>
            withStore(make, async (store) => {
              const kept = new Map<string, Event>();
              for (const batch of batches) {
                const events = batch.map(({ id, offsetMs, type }) => eventOf(id, offsetMs, { type }));
                await store.append(events);
                for (const event of events) if (!kept.has(event.id)) kept.set(event.id, event);
              }
              const expected = [...kept.values()].sort(newestFirst);
              expect(await allPages(store, { limit })).toEqual(expected);
              const deploys = expected.filter((event) => event.type === "deploy");
              expect(await allPages(store, { limit, type: "deploy", from: t0 + 1 })).toEqual(
                deploys.filter((event) => event.timeMs > t0),
              );
              const explains = expected.filter((event) => event.type !== "request");
              expect(await allPages(store, { limit, except: "request" })).toEqual(explains);
            }),
        ),
        { numRuns: 25 },
      );
    });
  });
}
