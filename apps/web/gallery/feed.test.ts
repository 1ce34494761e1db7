import { manualClock } from "@mission-control/series";
import { createContext } from "cubism-es";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFeed } from "./feed.ts";

const START_MS = 1_700_000_000_000;
const signal = (timeMs: number) => (timeMs / 1_000) % 997;

function setUp() {
  const context = createContext({ clock: manualClock(START_MS), step: 1_000, size: 40, endMs: START_MS });
  const feed = createFeed(context);
  feed.start();
  return { context, feed };
}

/** Every column shows the signal's own value. */
function expectTrue({ context, feed }: ReturnType<typeof setUp>, fed: ReturnType<typeof feed.feed>) {
  for (let column = 0; column < context.size; column++) {
    expect(fed.metric.at(column)).toBe(signal(context.timeOf(column)));
  }
}

describe("a feed", () => {
  it("shows each column's own value whatever the window does", () => {
    const moves = fc.oneof(
      fc.record({ kind: fc.constant("advance" as const), by: fc.integer({ min: 1, max: 70 }) }),
      fc.record({ kind: fc.constant("look" as const), by: fc.integer({ min: -90, max: 90 }) }),
      fc.record({ kind: fc.constant("step" as const), by: fc.constantFrom(1, 2, 5, 60) }),
      fc.record({ kind: fc.constant("size" as const), by: fc.integer({ min: 1, max: 90 }) }),
      fc.record({ kind: fc.constant("resume" as const), by: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 12 }), (made) => {
        const at = setUp();
        const { context, feed } = at;
        const fed = feed.feed(signal);
        feed.watch(fed);
        for (const { kind, by } of made) {
          if (kind === "advance") context.advance((context.liveStep + by) * context.step);
          else if (kind === "look") context.look(context.endMs + by * context.step);
          else if (kind === "step") context.configure({ step: by * 1_000 });
          else if (kind === "size") context.configure({ size: by });
          else context.resume();
          expectTrue(at, fed);
        }
      }),
    );
  });

  it("fills what comes into sight, and makes nothing for what is out of it", () => {
    const at = setUp();
    let asked = 0;
    const fed = at.feed.feed((timeMs) => {
      asked++;
      return signal(timeMs);
    });
    const unseen = at.feed.watch(fed);
    expect(asked).toBe(40);
    at.context.advance(at.context.endMs + 1_000);
    expect(asked).toBe(41);
    unseen();
    at.context.advance(at.context.endMs + 5_000);
    expect(asked).toBe(41);
    at.feed.watch(fed);
    expectTrue(at, fed);
  });
});
