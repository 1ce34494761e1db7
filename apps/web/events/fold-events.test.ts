import type { Event } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEventRows } from "./fold-events.ts";

const MINUTE = 60_000;
let ids = 0;
const event = (timeMs: number, more: Partial<Event> = {}): Event => ({
  id: `e${ids++}`,
  timeMs,
  type: "exception",
  subType: "",
  title: "could not obtain database connection",
  severity: "critical",
  service: "api",
  host: "api-1",
  tags: [],
  attributes: {},
  fingerprint: "9c1f",
  ...more,
});
const rowsOf = (...events: Event[]) => {
  const rows = createEventRows({ keep: 100 });
  rows.take(events);
  return rows.rows();
};

describe("rows of events", () => {
  it("hold equal events with their number, since when, and on which machines", () => {
    const storm = [0, 1, 2, 3].map((i) => event(i * MINUTE, { host: `api-${1 + (i % 2)}` }));
    expect(rowsOf(...storm)).toMatchObject([
      { count: 4, firstMs: 0, event: { timeMs: 3 * MINUTE }, places: ["api-1", "api-2"] },
    ]);
  });

  it("are two where nothing happened for more than five minutes", () => {
    expect(rowsOf(event(0), event(5 * MINUTE), event(11 * MINUTE)).map(({ count }) => count)).toEqual([1, 2]);
  });

  it("become one where what came later lies between them", () => {
    const rows = createEventRows({ keep: 100 });
    rows.take([event(0), event(8 * MINUTE)]);
    rows.take([event(4 * MINUTE)]);
    expect(rows.rows()).toMatchObject([{ count: 3, firstMs: 0 }]);
  });

  it("count an event once, however often it comes", () => {
    const rows = createEventRows({ keep: 100 });
    const one = event(0);
    expect(rows.take([one, one])).toBe(true);
    expect(rows.take([one])).toBe(false);
    expect(rows.rows()).toMatchObject([{ count: 1 }]);
  });

  it("do not let an error storm push a deploy out", () => {
    const rows = createEventRows({ keep: 10 });
    rows.take([event(0, { type: "deploy", fingerprint: "d", title: "api v412 deployed" })]);
    for (let second = 1; second < 100; second++) {
      rows.take(Array.from({ length: 300 }, (_, i) => event(second * 1_000 + i)));
    }
    expect(rows.rows().map(({ event: { type }, count }) => [type, count])).toEqual([
      ["exception", 29_700],
      ["deploy", 1],
    ]);
  });

  it("keep deploys and machines apart that read the same but for a number", () => {
    const deploys = ["v411", "v412"].map((version) => event(0, { type: "deploy", title: version }));
    const servers = ["web-1", "web-2"].map((host) =>
      event(0, { type: "health", host, title: `${host} is down` }),
    );
    expect(rowsOf(...deploys, ...servers)).toHaveLength(4);
  });

  it("keep their key while they grow, so that the page moves them and does not make them anew", () => {
    const rows = createEventRows({ keep: 10 });
    rows.take([event(0)]);
    const [before] = rows.rows();
    rows.take([event(1_000)]);
    expect(rows.rows()[0]?.key).toBe(before?.key);
  });

  it("are the same in whichever order events come", () => {
    const some = fc.array(
      fc.record({ timeMs: fc.integer({ min: 0, max: 30 * MINUTE }), fingerprint: fc.constantFrom("a", "b") }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.double({ noNaN: true })), (given, order) => {
        const events = given.map(({ timeMs, fingerprint }) => event(timeMs, { fingerprint }));
        const shuffled = events
          .map((one) => ({ one, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const told = (list: Event[]) =>
          rowsOf(...list).map(({ event: { id }, count, firstMs }) => ({ id, count, firstMs }));
        expect(told(shuffled)).toEqual(told(events));
        expect(rowsOf(...events).reduce((sum, { count }) => sum + count, 0)).toBe(events.length);
      }),
    );
  });
});
