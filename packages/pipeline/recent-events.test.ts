import type { Event } from "@mission-control/contracts";
import { describe, expect, test } from "vitest";
import { createRecentEvents } from "./recent-events.ts";

function eventOf(id: string, timeMs: number, type: string): Event {
  const rest = { title: id, service: "", host: "", tags: [], attributes: {}, fingerprint: "" };
  return { id, timeMs, type, subType: "", severity: "info", ...rest };
}

describe("the last events", () => {
  test("keep deploys and errors through a flood of requests", () => {
    const events = createRecentEvents({ startMs: 0, maxEvents: 4, maxRequests: 10 });
    events.append([eventOf("deploy", 1, "deploy"), eventOf("error", 2, "exception")]);
    for (let i = 0; i < 1_000; i++) events.append([eventOf(`r${i}`, 10 + i, "request")]);
    const idsOf = (query: { except?: string; type?: string }) =>
      events.find({ limit: 100, ...query }).events.map(({ id }) => id);
    expect(idsOf({ except: "request" })).toEqual(["error", "deploy"]);
    expect(idsOf({ type: "deploy" })).toEqual(["deploy"]);
    expect(idsOf({ type: "request" })[0]).toBe("r999");
    expect(idsOf({}).slice(-2)).toEqual(["error", "deploy"]);
    expect(idsOf({}).length).toBeLessThanOrEqual(2 + 11);
  });

  test("cover of each kind what is there of it, and together what is there of both", () => {
    const events = createRecentEvents({ startMs: 5, maxEvents: 4, maxRequests: 2 });
    events.append([
      eventOf("deploy", 6, "deploy"),
      ...[10, 20, 30].map((at) => eventOf(`r${at}`, at, "request")),
    ]);
    const firstMs = events.find({ limit: 9, type: "request" }).events.at(-1)!.timeMs;
    expect(events.coversFromMs({ except: "request" })).toBe(5);
    expect(events.coversFromMs({ type: "deploy" })).toBe(5);
    expect(events.coversFromMs({ type: "request" })).toBe(firstMs);
    expect(events.coversFromMs({})).toBe(firstMs);
    expect(events.coversFromMs()).toBe(firstMs);
    events.coverFrom(1, 1);
    expect(events.coversFromMs({ type: "deploy" })).toBe(1);
  });

  test("give back those whose id was new on either shelf, in the order they came", () => {
    const events = createRecentEvents({ startMs: 0, maxEvents: 4, maxRequests: 4 });
    const [a, b] = [eventOf("a", 9, "request"), eventOf("b", 1, "log")];
    expect(events.append([a, b, eventOf("a", 2, "log"), a])).toEqual([a, b]);
    expect(events.append([eventOf("b", 3, "request")])).toEqual([]);
  });

  test("forget one type and cover the others as before", () => {
    const events = createRecentEvents({ startMs: 0, maxEvents: 4, maxRequests: 4 });
    events.append([eventOf("a", 1, "request"), eventOf("b", 1, "log")]);
    events.dropBefore(5, "request");
    expect(events.find({ limit: 9 }).events.map(({ id }) => id)).toEqual(["b"]);
    expect([events.coversFromMs({ type: "request" }), events.coversFromMs({ type: "log" })]).toEqual([5, 0]);
  });
});
