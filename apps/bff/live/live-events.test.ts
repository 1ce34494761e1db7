import { type Event, eventsFrameSchema } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createLiveEvents } from "./live-events.ts";

function eventOf(id: string, type: string): Event {
  const rest = { title: id, service: "", host: "", tags: [], attributes: {}, fingerprint: "" };
  return { id, timeMs: Number(id), type, subType: "", severity: "info", ...rest };
}

function liveAt() {
  const clock = manualClock();
  const sent: string[][] = [];
  const live = createLiveEvents({
    clock,
    send: (data) => sent.push(eventsFrameSchema.parse(JSON.parse(data)).events.map(({ id }) => id)),
  });
  return { clock, live, sent };
}

describe("what happens, for browsers", () => {
  it("goes out within a tenth of a second, oldest first", () => {
    const { clock, live, sent } = liveAt();
    live.take([eventOf("2", "log"), eventOf("1", "deploy")]);
    clock.advance(99);
    expect(sent).toEqual([]);
    clock.advance(1);
    expect(sent).toEqual([["1", "2"]]);
  });

  it("leaves requests out, sends nothing where there was nothing else, and counts none of them as dropped", () => {
    const { clock, live, sent } = liveAt();
    const flood = Array.from({ length: 1_000 }, (_, i) => eventOf(`${i + 10}`, "request"));
    live.take(flood);
    clock.advance(1_000);
    expect(sent).toEqual([]);
    live.take([...flood, eventOf("1", "health")]);
    clock.advance(1_000);
    expect(sent).toEqual([["1"]]);
    expect(live.dropped()).toBe(0);
  });

  it("is, in a flood, the newest 500 and every deploy among them; the others are counted", () => {
    const { clock, live, sent } = liveAt();
    live.take([eventOf("0", "deploy"), ...Array.from({ length: 600 }, (_, i) => eventOf(`${i + 1}`, "log"))]);
    clock.advance(100);
    expect(sent[0]).toHaveLength(500);
    expect(sent[0]!.slice(0, 2)).toEqual(["0", "102"]);
    expect(live.dropped()).toBe(101);
  });
});
