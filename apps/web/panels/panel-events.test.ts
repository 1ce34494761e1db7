import type { Event } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { isWanted } from "./event-filter.ts";
import { mergeEvents } from "./merge-events.ts";

const event = (id: string, timeMs: number, over: Partial<Event> = {}): Event => ({
  id,
  timeMs,
  type: "error",
  subType: "",
  title: "pool exhausted",
  severity: "error",
  service: "api",
  host: "api-3",
  tags: ["zone:b"],
  attributes: { path: "/cart" },
  fingerprint: "",
  ...over,
});

describe("an event that a panel wants", () => {
  it("has one of its types; without types it is any but a request", () => {
    const types = (...types: string[]) => ({ types, search: "" });
    expect(isWanted(event("a", 1), types())).toBe(true);
    expect(isWanted(event("a", 1, { type: "request" }), types())).toBe(false);
    expect(isWanted(event("a", 1, { type: "request" }), types("request"))).toBe(true);
    expect(isWanted(event("a", 1), types("alert"))).toBe(false);
  });

  it("holds the text that is looked for, wherever it stands", () => {
    for (const search of ["POOL", "api-3", "zone:b", "/cart", ""])
      expect(isWanted(event("a", 1), { types: [], search })).toBe(true);
    expect(isWanted(event("a", 1), { types: [], search: "checkout" })).toBe(false);
  });
});

describe("events that come", () => {
  it("stand among those read, the newest first, each once", () => {
    const read = { events: [event("b", 20), event("a", 10)], isCut: false };
    const { events } = mergeEvents(read, [event("c", 15), event("a", 10)]);
    expect(events.map(({ id }) => id)).toEqual(["b", "c", "a"]);
  });

  it("push the oldest out, which is said", () => {
    const many = Array.from({ length: 1_001 }, (_, i) => event(`${i}`, i));
    const kept = mergeEvents({ events: [], isCut: false }, many);
    expect(kept.events).toHaveLength(1_000);
    expect(kept.events.at(-1)?.timeMs).toBe(1);
    expect(kept.isCut).toBe(true);
  });

  it("push nothing out but one for one of more that were read", () => {
    const read = Array.from({ length: 1_500 }, (_, i) => event(`${i}`, 1_500 - i));
    const kept = mergeEvents({ events: read, isCut: false }, [event("new", 2_000)]);
    expect(kept.events).toHaveLength(1_500);
    expect([kept.events[0]?.id, kept.events.at(-1)?.id]).toEqual(["new", "1498"]);
  });
});
