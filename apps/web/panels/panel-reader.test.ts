import { labelsOf, manualClock } from "@mission-control/series";
import { createContext, createMetric } from "cubism-es";
import { describe, expect, it } from "vitest";
import type { LaneState } from "../data/lane-feed.ts";
import { createPanelReader } from "./panel-reader.ts";

const STEP = 1_000;
const END = 100_000;

function setUp() {
  const context = createContext({ clock: manualClock(END), step: STEP, size: 4, columnPx: 1, endMs: END });
  const frames: (() => void)[] = [];
  context.start((draw) => frames.push(draw), undefined);
  const rows = ["a", "b"].map((host) => ({
    key: host,
    labels: labelsOf([["host", host]]),
    metric: createMetric(context),
  }));
  let state: LaneState = { phase: "ready", failure: undefined, missing: undefined, rows, hidden: 2 };
  let asking = false;
  const told = { state: () => {}, answer: () => {} };
  let heard = 0;
  const feed = {
    state: () => state,
    asking: () => asking,
    subscribe(listener: () => void) {
      heard++;
      told.state = listener;
      return () => void heard--;
    },
    onAnswer(listener: () => void) {
      told.answer = listener;
      return () => {};
    },
  };
  const reader = createPanelReader({ context, feeds: [feed], titles: [{ title: "busy" }] });
  return {
    context,
    reader,
    metrics: rows.map(({ metric }) => metric),
    heard: () => heard,
    become(next: Partial<LaneState>, isAsking = false) {
      state = { ...state, ...next };
      asking = isAsking;
      told.state();
      told.answer();
    },
    frame() {
      for (const draw of frames.splice(0)) draw();
    },
  };
}

const valuesOf = ({ reader }: ReturnType<typeof setUp>) =>
  reader.state().data.series.map(({ name, values }) => [name, ...values]);

describe("what a panel reads of its feeds", () => {
  it("is every row's values on the columns the wall shows; one without any is left out", () => {
    const set = setUp();
    set.reader.subscribe(() => {});
    set.metrics[0]!.load(END - STEP, [1, 2]);
    set.frame();
    expect(valuesOf(set)).toEqual([["busy", Number.NaN, Number.NaN, 1, 2]]);
    expect(set.reader.state()).toMatchObject({
      data: { startMs: END - 3 * STEP, stepMs: STEP, steps: 4 },
      hidden: 2,
      waiting: false,
    });
  });

  it("is read once a frame however much changes, as values come and as the wall moves on", () => {
    const set = setUp();
    let told = 0;
    set.reader.subscribe(() => told++);
    set.frame();
    told = 0;
    for (let i = 0; i < 4; i++) for (const metric of set.metrics) metric.set(END - i * STEP, i);
    expect(told).toBe(0);
    set.frame();
    expect(told).toBe(1);
    set.metrics[1]!.set(END + STEP, 9);
    set.context.advance(END + STEP);
    set.frame();
    expect(valuesOf(set)[1]).toEqual(["b", 2, 1, 0, 9]);
    expect(told).toBe(2);
    set.frame();
    expect(told).toBe(2);
  });

  it("stands still while the wall is dragged, and follows where it comes to rest", () => {
    const set = setUp();
    set.reader.subscribe(() => {});
    set.metrics[0]!.load(END - 3 * STEP, [1, 2, 3, 4]);
    set.frame();
    set.context.look(END - 2 * STEP);
    set.frame();
    expect(valuesOf(set)).toEqual([["busy", 1, 2, 3, 4]]);
    set.context.configure({ endMs: END - 2 * STEP });
    set.frame();
    expect(set.reader.state().data.startMs).toBe(END - 5 * STEP);
  });

  it("keeps the old picture until another range has come, and says so where that is empty", () => {
    const set = setUp();
    set.reader.subscribe(() => {});
    set.metrics[0]!.load(END, [7]);
    set.frame();
    set.become({ rows: [] }, true);
    set.frame();
    expect(valuesOf(set)[0]).toEqual(["busy", Number.NaN, Number.NaN, Number.NaN, 7]);
    set.become({ rows: [] }, false);
    set.frame();
    expect(valuesOf(set)).toEqual([]);
  });

  it("tells why a feed is not answered", () => {
    const set = setUp();
    set.reader.subscribe(() => {});
    set.become({ phase: "failed", failure: { message: "no", column: 3 } });
    set.frame();
    expect(set.reader.state().failure).toEqual({ message: "no", column: 3 });
  });

  it("tells why a feed that goes on live has no past, which is no failure of what it shows", () => {
    const set = setUp();
    set.reader.subscribe(() => {});
    set.metrics[0]!.set(END, 1);
    set.become({ phase: "ready", failure: { message: "too much to read" }, missing: "part" });
    set.frame();
    const lost = { missing: "part", failure: { message: "too much to read" } };
    expect(set.reader.state()).toMatchObject({ failure: undefined, lost });
    expect(valuesOf(set)).toHaveLength(1);
    set.become({ phase: "ready", failure: undefined, missing: undefined });
    set.frame();
    expect(set.reader.state()).toMatchObject({ failure: undefined, lost: undefined });
  });

  it("is not read while nobody listens", () => {
    const set = setUp();
    const stop = set.reader.subscribe(() => {});
    expect(set.heard()).toBe(1);
    stop();
    expect(set.heard()).toBe(0);
    set.metrics[0]!.set(END, 1);
    set.frame();
    expect(valuesOf(set)).toEqual([]);
  });
});
