import { manualClock } from "@mission-control/series";
import { beforeEach, describe, expect, it } from "vitest";
import { createLiveLink, type LaneListener } from "./live-link.ts";
import type { FromPage, ToPage } from "./live-protocol.ts";

const up = { expr: "up", stepMs: 5_000 };
const frameOf = (atMs: number, open?: boolean) => ({
  ...up,
  atMs,
  series: [{}],
  values: [atMs / 1_000],
  ...(open === true && { open }),
});

/** What is said at the end of this turn has been said. */
const turnIsOver = () => Promise.resolve();

describe("a page's end of the stream", () => {
  let clock: ReturnType<typeof manualClock>;
  let said: FromPage[];
  let hear: (message: ToPage) => void;
  let link: ReturnType<typeof createLiveLink>;
  let stop: () => void;

  beforeEach(async () => {
    clock = manualClock(100_000);
    said = [];
    hear = () => {};
    const port = {
      post: (message: FromPage) => void said.push(message),
      onMessage(listener: (message: ToPage) => void) {
        hear = listener;
        return () => {
          hear = () => {};
        };
      },
    };
    link = createLiveLink({ clock, port });
    stop = link.start();
    await turnIsOver();
    said.splice(0);
  });

  function listener() {
    const heard: string[] = [];
    const lane: LaneListener = {
      sealed: (ms) => heard.push(`sealed ${ms}`),
      failed: (reason, column) => heard.push(`failed ${reason} ${column}`),
      frame: (frame) => heard.push(`${frame.open === true ? "open" : "frame"} ${frame.atMs}`),
    };
    return { lane, heard };
  }

  const step = (sealedMs: number, ...lanes: ReturnType<typeof frameOf>[]) =>
    hear({ type: "step", frame: { sealedMs, nowMs: sealedMs + 700, lanes } });

  it("says all that is watched in one message at the end of the turn, each equal lane once", async () => {
    link.watch(up, listener().lane);
    link.watch({ ...up }, listener().lane);
    link.watch({ expr: "up", stepMs: 10_000 }, listener().lane);
    expect(said).toEqual([]);
    await turnIsOver();
    expect(said).toEqual([{ type: "watch", lanes: [up, { expr: "up", stepMs: 10_000 }] }]);
  });

  it("stops watching when the last of equal lanes has gone", async () => {
    const first = link.watch(up, listener().lane);
    const second = link.watch(up, listener().lane);
    await turnIsOver();
    first();
    await turnIsOver();
    expect(said).toHaveLength(1);
    second();
    second();
    await turnIsOver();
    expect(said.at(-1)).toEqual({ type: "watch", lanes: [] });
  });

  it("hands a lane where it begins, why it fails, and its frames", () => {
    const { lane, heard } = listener();
    link.watch(up, lane);
    hear({ type: "sealed", lanes: [{ ...up, sealedMs: 5_000 }] });
    step(10_000, frameOf(10_000));
    hear({ type: "sealed", lanes: [{ ...up, sealedMs: 0, error: "bad", column: 3 }] });
    expect(heard).toEqual(["sealed 5000", "frame 10000", "failed bad 3"]);
  });

  it("tells one that joins a lane late up to the last frame, so that nothing is missing between", () => {
    link.watch(up, listener().lane);
    hear({ type: "sealed", lanes: [{ ...up, sealedMs: 5_000 }] });
    step(10_000, frameOf(10_000));
    step(15_000, frameOf(15_000), frameOf(20_000, true));
    const late = listener();
    link.watch(up, late.lane);
    clock.advance(0);
    step(20_000, frameOf(20_000));
    expect(late.heard).toEqual(["sealed 15000", "frame 20000"]);
  });

  it("knows the server's time and how far the stream is", () => {
    expect(link.sealedMs()).toBeNaN();
    step(90_000);
    expect(link.sealedMs()).toBe(90_000);
    expect(link.nowMs()).toBe(90_700);
    clock.advance(1_000);
    expect(link.nowMs()).toBe(91_700);
    hear({ type: "clock", nowMs: 500_000 });
    expect(link.nowMs()).toBe(500_000);
  });

  it("tells of a step once its lanes have been told", () => {
    const order: string[] = [];
    link.watch(up, { sealed() {}, failed() {}, frame: () => order.push("lane") });
    link.onStep(() => order.push("step"));
    step(10_000, frameOf(10_000));
    expect(order).toEqual(["lane", "step"]);
  });

  it("says that it is there, and goodbye", () => {
    clock.advance(60_000);
    expect(said).toEqual([{ type: "ping" }, { type: "ping" }]);
    stop();
    expect(said.at(-1)).toEqual({ type: "bye" });
  });
});
