import type { Event } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { createEventList } from "./event-list.ts";

const event = (id: string, timeMs: number, type = "note"): Event => ({
  id,
  timeMs,
  type,
  subType: "",
  title: id,
  severity: "info",
  service: "",
  host: "",
  tags: [],
  attributes: {},
  fingerprint: "",
});

describe("the list of events", () => {
  const shown = (list: ReturnType<typeof createEventList>) =>
    list
      .state()
      .rows.map((row) => row.event.id)
      .join("");

  it("holds what was and what happens, newest first, and no requests", () => {
    const list = createEventList();
    list.came([event("d", 4), event("x", 5, "request")]);
    list.past([event("a", 1), event("c", 3), event("d", 4), event("y", 2, "request")]);
    expect(shown(list)).toBe("dca");
  });

  it("stands still while it is paused, counts what waits, and takes it in after", () => {
    const list = createEventList();
    list.past([event("a", 1)]);
    list.pause(true);
    list.came([event("c", 3)]);
    list.past([event("b", 2)]);
    expect([shown(list), list.state().waiting]).toEqual(["ba", 1]);
    list.pause(false);
    expect([shown(list), list.state().waiting]).toEqual(["cba", 0]);
  });

  it("tells its listeners only of changes", () => {
    const list = createEventList();
    let told = 0;
    const undo = list.subscribe(() => told++);
    list.came([event("a", 1)]);
    list.past([event("a", 1)]);
    list.came([event("x", 2, "request")]);
    undo();
    list.came([event("b", 2)]);
    expect(told).toBe(1);
  });
});
