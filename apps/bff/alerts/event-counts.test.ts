import { type Event, type EventQuery, ruleEventsSchema } from "@mission-control/contracts";
import { createRecent } from "@mission-control/pipeline";
import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEventCounts } from "./event-counts.ts";

const START_MS = 1_790_000_000_000;
const STEP_MS = 5_000;

function eventOf(i: number, timeMs: number, more: Partial<Event> = {}): Event {
  const plain = { subType: "", service: "", host: "", tags: [], attributes: {}, fingerprint: "" };
  return { id: `e${i}`, timeMs, type: "error", title: `Event ${i}`, severity: "error", ...plain, ...more };
}

function shelf() {
  const clock = manualClock(START_MS - 86_400_000);
  const recent = createRecent({ clock, keepMs: 86_400_000, stepMs: STEP_MS });
  return {
    keep: (events: readonly Event[]) => recent.appendEventsNow(events),
    find: (query: EventQuery) => recent.events.find(query),
  };
}

const all = ruleEventsSchema.parse({ types: ["error"] });

describe("what happened, counted for rules", () => {
  it("is as many as there are in the window at each step, whenever they came and wherever the past ends", async () => {
    const happening = fc.record({
      atMs: fc.integer({ min: -60_000, max: 120_000 }),
      lateMs: fc.integer({ min: 0, max: 4_000 }),
      type: fc.constantFrom("error", "deploy"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 60 }),
        fc.integer({ min: 10_000, max: 60_000 }),
        async (given, windowMs) => {
          const events = given.map(({ atMs, lateMs, type }, i) => ({
            event: eventOf(i, START_MS + atMs, { type }),
            comesMs: START_MS + atMs + lateMs,
          }));
          const { keep, find } = shelf();
          const counts = createEventCounts({ find });
          let seenMs = Number.NEGATIVE_INFINITY;
          for (let atMs = START_MS; atMs <= START_MS + 120_000; atMs += STEP_MS) {
            const fresh = events.filter(({ comesMs }) => comesMs > seenMs && comesMs <= atMs);
            seenMs = atMs;
            counts.take(keep(fresh.map(({ event }) => event)));
            const inWindow = events.filter(
              ({ event, comesMs }) =>
                event.type === "error" &&
                comesMs <= atMs &&
                event.timeMs > atMs - windowMs &&
                event.timeMs <= atMs,
            );
            expect(await counts.count(all, windowMs, atMs)).toBe(inWindow.length);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("counts once what comes while the past is read", async () => {
    const { keep, find } = shelf();
    const counts = createEventCounts({ find });
    keep([eventOf(1, START_MS - 1_000)]);
    const counting = counts.count(all, 60_000, START_MS);
    counts.take(keep([eventOf(2, START_MS)]));
    expect(await counting).toBe(2);
    expect(await counts.count(all, 60_000, START_MS)).toBe(2);
  });

  it("is ready once the past was read, and knows it in order however much that is", async () => {
    const { keep, find } = shelf();
    const counts = createEventCounts({ find });
    keep(Array.from({ length: 2_500 }, (_, i) => eventOf(i, START_MS - i)));
    expect(counts.isReady(all, 60_000)).toBe(false);
    const counting = counts.count(all, 60_000, START_MS - 1_000);
    expect(counts.isReady(all, 60_000)).toBe(false);
    counts.take(keep([eventOf(2_500, START_MS - 1_500), eventOf(2_501, START_MS)]));
    expect(await counting).toBe(1_501);
    expect(counts.isReady(all, 60_000)).toBe(true);
    expect(await counts.count(all, 60_000, START_MS)).toBe(2_502);
  });

  it("reads the past again where that failed", async () => {
    const { keep, find } = shelf();
    let isAway = true;
    const counts = createEventCounts({
      find: (query) => (isAway ? Promise.reject(new Error("away")) : find(query)),
    });
    keep([eventOf(1, START_MS)]);
    await expect(counts.count(all, 60_000, START_MS)).rejects.toThrow("away");
    isAway = false;
    expect(await counts.count(all, 60_000, START_MS)).toBe(1);
  });

  it("forgets what no rule counts any more, and begins anew where one does again", async () => {
    const { keep, find } = shelf();
    const counts = createEventCounts({ find });
    expect(await counts.count(all, 60_000, START_MS)).toBe(0);
    counts.keep(new Set());
    counts.take([eventOf(1, START_MS)]);
    expect(await counts.count(all, 60_000, START_MS)).toBe(0);
    counts.keep(new Set());
    keep([eventOf(2, START_MS)]);
    expect(await counts.count(all, 60_000, START_MS)).toBe(1);
  });
});
