import type { Event } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { mergeEvents } from "./merge-events.ts";

const event = (id: string, timeMs: number): Event => ({
  id,
  timeMs,
  type: "note",
  subType: "",
  title: "",
  severity: "info",
  service: "",
  host: "",
  tags: [],
  attributes: {},
  fingerprint: "",
});
const ids = (events: readonly Event[]) => events.map((each) => each.id).join("");

describe("events of the past and of the stream", () => {
  it("are one list, newest first, each once", () => {
    const past = [event("c", 3), event("b", 2), event("a", 1)];
    expect(ids(mergeEvents(past, [event("d", 4), event("c", 3)], 10))).toBe("dcba");
  });

  it("that came late stand at their time, and of one time by id", () => {
    expect(ids(mergeEvents([event("d", 4), event("a", 1)], [event("b", 4), event("c", 2)], 10))).toBe("dbca");
  });

  it("are kept up to a number, the oldest forgotten", () => {
    expect(ids(mergeEvents([event("b", 2), event("a", 1)], [event("c", 3)], 2))).toBe("cb");
  });
});
