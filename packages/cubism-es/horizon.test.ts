import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createContext } from "./context.ts";
import { createHorizon, type HorizonStyle } from "./horizon.ts";
import type { Mode } from "./look.ts";
import { createMetric } from "./metric.ts";
import { createPalette } from "./palette.ts";
import { createHandCrank, createPage, createPaper } from "./paper.ts";
import { darkRamps } from "./ramps.ts";

const STEP = 1_000;
const END = 1_000 * STEP;
const palette = createPalette(darkRamps.blue, 4);
const [empty, , , , p4] = palette.positive as unknown as number[];

afterEach(() => vi.unstubAllGlobals());

function setUp(size = 6, over: Partial<HorizonStyle> = {}) {
  const context = createContext({ clock: manualClock(END), step: STEP, size, columnPx: 2, endMs: END });
  const metric = createMetric(context);
  const crank = createHandCrank();
  context.start(crank.request, undefined);
  const paper = createPaper();
  const style = { metric, height: 4, ramp: darkRamps.blue, extent: { min: -8, max: 8 }, ...over };
  const lane = createHorizon({ context, canvas: paper.canvas, ...style });
  return { context, metric, crank, paper, lane, style };
}

describe("a horizon", () => {
  it("draws only once it is visible, and lets go of its pixels when it is not", () => {
    const { metric, crank, paper, lane } = setUp();
    metric.set(END, 8);
    expect(crank.asked()).toBe(0);
    lane.setVisible(true);
    crank.turn();
    expect(paper.column(5)).toEqual([p4, p4, p4, p4]);
    lane.setVisible(false);
    expect(paper.pixels()).toEqual([]);
    metric.set(END, 7);
    expect(crank.asked()).toBe(0);
    lane.setVisible(true);
    crank.turn();
    expect(paper.column(5)).not.toEqual([p4, p4, p4, p4]);
    expect(paper.column(0)).toContain(palette.gap);
  });

  it("is a pixel wide to a column and as high as it should be in device pixels, stretched with crisp edges", () => {
    vi.stubGlobal("devicePixelRatio", 1.5);
    const { crank, paper, lane } = setUp(6, { height: 26 });
    lane.setVisible(true);
    crank.turn();
    expect(paper.canvas).toMatchObject({ width: 6, height: 39 });
    expect(paper.canvas.style).toMatchObject({ width: "12px", height: "26px", imageRendering: "pixelated" });
  });

  it("keeps its place on the page before it is seen, at every size", () => {
    const { context, paper, lane } = setUp();
    expect(paper.canvas.style).toMatchObject({ width: "12px", height: "4px" });
    context.configure({ size: 10, columnPx: 3 });
    lane.configure({ height: 30 });
    expect(paper.canvas.style).toMatchObject({ width: "30px", height: "30px" });
    lane.destroy();
    context.configure({ size: 1 });
    expect(paper.canvas.style.width).toBe("30px");
  });

  it("follows its screen's pixel ratio at the next change", () => {
    const { context, crank, paper, lane } = setUp(6, { height: 26 });
    lane.setVisible(true);
    crank.turn();
    vi.stubGlobal("devicePixelRatio", 2);
    context.advance(END + STEP);
    crank.turn();
    expect(paper.canvas.height).toBe(52);
  });

  it("redraws the open step as it changes, and puts down only that column", () => {
    const { metric, crank, paper, lane } = setUp();
    lane.setVisible(true);
    crank.turn();
    for (const value of [0, 8, 0]) {
      metric.set(END, value);
      crank.turn();
      expect(paper.column(5)).toEqual(Array(4).fill(value === 8 ? p4 : empty));
    }
    expect(paper.puts).toBe(4);
  });

  it("does nothing for values that are not shown", () => {
    const { context, metric, crank, paper, lane } = setUp();
    lane.setVisible(true);
    crank.turn();
    metric.set(END + STEP, 5);
    crank.turn();
    expect(paper.puts).toBe(1);
    context.advance(END + STEP);
    crank.turn();
    expect(paper.column(5)).toContain(palette.positive[3]);
  });

  it("stands still while paused, and catches up at once", () => {
    const { context, metric, crank, paper, lane } = setUp();
    lane.setVisible(true);
    metric.load(context.timeOf(0), [0, 8, 0, 8, 0, 8]);
    crank.turn();
    const before = paper.pixels();
    context.pause();
    for (let i = 1; i <= 30; i++) {
      metric.set(END + i * STEP, 8);
      context.advance(END + i * STEP);
      crank.turn();
    }
    expect(paper.pixels()).toEqual(before);
    context.resume();
    crank.turn();
    expect(new Set(paper.pixels())).toEqual(new Set([p4]));
  });

  it("is emptied by another step, even where the steps happen to have the same numbers", () => {
    const { context, metric, crank, paper, lane } = setUp();
    lane.setVisible(true);
    metric.set(END, 8);
    crank.turn();
    context.configure({ step: 2 * STEP, endMs: 2 * END });
    crank.turn();
    expect(paper.column(5)).toContain(palette.gap);
  });

  it("keeps its automatic scale through a redraw, and grows it for a new high", () => {
    const { context, metric, crank, paper, lane } = setUp(6, { extent: {} });
    lane.setVisible(true);
    metric.load(context.timeOf(0), [10, 10, 10, 10, 10, 10]);
    crank.turn();
    expect(paper.column(0)).toEqual([p4, p4, p4, p4]);
    metric.set(END, 40);
    crank.turn();
    expect(paper.column(0)).toEqual(Array(4).fill(palette.positive[1]));
    expect(paper.column(5)).toEqual([p4, p4, p4, p4]);
    const before = paper.pixels();
    lane.redraw();
    crank.turn();
    expect(paper.pixels()).toEqual(before);
  });

  it("takes another ramp, height, metric and mode", () => {
    const { context, metric, crank, paper, lane } = setUp();
    lane.setVisible(true);
    metric.set(END, 8);
    crank.turn();
    lane.configure({ ramp: darkRamps.violet, height: 5 });
    crank.turn();
    expect(paper.column(5)).toEqual(Array(5).fill(createPalette(darkRamps.violet, 4).positive[4]));
    const other = createMetric(context);
    other.set(END, -1);
    lane.configure({ metric: other, bands: 1, mode: "mirror", height: 8 });
    crank.turn();
    const below = createPalette(darkRamps.violet, 1);
    expect(paper.column(5)).toEqual([...Array(7).fill(below.negative[0]), below.negative[1]]);
    metric.set(END, 1);
    expect(crank.asked()).toBe(0);
    other.set(END, -2);
    expect(crank.asked()).toBe(1);
  });

  it("that is destroyed draws nothing and asks for nothing", () => {
    const { context, metric, crank, paper, lane } = setUp();
    lane.setVisible(true);
    lane.destroy();
    metric.set(END, 8);
    context.advance(END + STEP);
    crank.turn();
    expect(crank.asked()).toBe(0);
    expect(paper.puts).toBe(0);
  });

  it("without a width, a height or a canvas to draw on is harmless", () => {
    const { context, metric, crank, lane } = setUp(0);
    lane.setVisible(true);
    crank.turn();
    context.configure({ size: 3 });
    metric.set(END, 8);
    lane.configure({ height: 0 });
    crank.turn();
    lane.configure({ height: Number.NaN });
    crank.turn();
    const canvas = Object.assign(createPaper().canvas, { getContext: () => null });
    const blank = createHorizon({ context, canvas, metric, height: 4, ramp: darkRamps.blue });
    blank.setVisible(true);
    crank.turn();
    expect(blank.describe()).toBe("latest 8, min 8, max 8, steady");
  });
});

describe("whatever happens to a lane between two frames, it", () => {
  type World = ReturnType<typeof setUp> & { visible: boolean; mode: Mode };
  type Happening = (world: World) => void;

  const happening = <T>(weight: number, of: fc.Arbitrary<T>, happen: (world: World, what: T) => void) => ({
    weight,
    arbitrary: of.map(
      (what): Happening =>
        Object.assign((world: World) => happen(world, what), {
          [fc.toStringMethod]: () => `${happen} with ${fc.stringify(what)}`,
        }),
    ),
  });

  const anyValue = fc.oneof(fc.double({ min: -9, max: 9 }), fc.constantFrom(Number.NaN, Infinity, 0));
  const steps = fc.integer({ min: -14, max: 14 });
  const layout = fc.oneof(
    fc.record({ size: fc.nat(15), columnPx: fc.constantFrom(1, 2, 3) }),
    fc.record({ step: fc.constantFrom(1_000, 2_000, 500) }),
    steps.map((by) => ({ endMs: END + by * STEP })),
  );

  const look: Happening = (world) => {
    const { context, crank, paper, style, mode } = world;
    crank.turn();
    if (!world.visible || context.size === 0) return;
    const fresh = createPaper();
    const whole = createHorizon({ context, canvas: fresh.canvas, ...style, mode });
    whole.setVisible(true);
    crank.turn();
    expect(paper.pixels()).toEqual(fresh.pixels());
    whole.destroy();
  };

  const show = (world: World, visible: boolean) => {
    world.visible = visible;
    world.lane.setVisible(visible);
  };

  const happenings = fc.oneof(
    happening(6, fc.tuple(steps, anyValue), ({ context, metric }, [by, value]) =>
      metric.set((context.liveStep + by) * context.step, value),
    ),
    happening(
      2,
      fc.tuple(steps, fc.array(anyValue, { maxLength: 20 })),
      ({ context, metric }, [by, values]) => metric.load((context.endStep + by) * context.step, values),
    ),
    happening(5, fc.oneof(fc.integer({ min: -1, max: 4 }), fc.nat(40)), ({ context }, by) =>
      context.advance((context.liveStep + by) * context.step),
    ),
    happening(2, layout, ({ context }, change) => context.configure(change)),
    happening(1, fc.boolean(), ({ context }, pause) => (pause ? context.pause() : context.resume())),
    happening(1, fc.boolean(), show),
    happening(1, fc.constantFrom(1, 1.25, 2), ({ lane }, ratio) => {
      vi.stubGlobal("devicePixelRatio", ratio);
      lane.redraw();
    }),
    happening(1, fc.constantFrom<Mode>("offset", "mirror"), (world, mode) => {
      world.mode = mode;
      world.lane.configure({ mode });
    }),
    happening(6, fc.constant("a frame"), look),
  );

  it("looks exactly as one drawn whole", () => {
    fc.assert(
      fc.property(fc.array(happenings, { maxLength: 50 }), (all) => {
        vi.stubGlobal("devicePixelRatio", 1);
        const world: World = { ...setUp(10), visible: false, mode: "offset" };
        show(world, true);
        for (const happen of all) happen(world);
        show(world, true);
        look(world);
      }),
      { numRuns: 400 },
    );
  });
});

describe("in the middle of a frame", () => {
  it("a change of step, size or height is drawn in the next one, and draws nothing that is not so", () => {
    const { context, metric, crank, paper, lane } = setUp(6);
    lane.setVisible(true);
    metric.set(END, 8);
    const changes = [
      () => context.configure({ step: 2 * STEP }),
      () => context.configure({ size: 3 }),
      () => lane.configure({ height: 6 }),
    ];
    for (const change of changes) {
      // Drawn before the lane or after it, as it comes.
      context.requestDraw({ draw: change });
      metric.set(context.endMs, 4);
      crank.turn();
      crank.turn();
      const fresh = createPaper();
      const whole = createHorizon({
        context,
        canvas: fresh.canvas,
        metric,
        height: paper.canvas.height,
        ramp: darkRamps.blue,
        extent: { min: -8, max: 8 },
      });
      whole.setVisible(true);
      crank.turn();
      expect(paper.pixels()).toEqual(fresh.pixels());
      whole.destroy();
    }
  });

  it("a lane that is taken away draws no more", () => {
    const { context, metric, crank, paper, lane } = setUp();
    lane.setVisible(true);
    crank.turn();
    const { puts } = paper;
    context.requestDraw({ draw: lane.destroy });
    metric.set(END, 3);
    crank.turn();
    crank.turn();
    expect(paper.puts).toBe(puts);
  });
});

describe("while its page is hidden", () => {
  it("draws nothing however many steps pass, and once when it is shown", () => {
    const clock = manualClock(END);
    const context = createContext({ clock, step: STEP, size: 6, endMs: END, serverDelay: 0 });
    const metric = createMetric(context);
    const crank = createHandCrank();
    const page = createPage();
    context.start(crank.request, page);
    const paper = createPaper();
    const lane = createHorizon({
      context,
      canvas: paper.canvas,
      metric,
      height: 4,
      ramp: darkRamps.blue,
      extent: { min: -8, max: 8 },
    });
    lane.setVisible(true);
    crank.turn();
    page.turn(true);
    for (let i = 1; i <= 100; i++) {
      metric.set(END + i * STEP, 8);
      clock.advance(STEP);
    }
    expect([crank.asked(), paper.puts]).toEqual([0, 1]);
    page.turn(false);
    expect(crank.asked()).toBe(1);
    crank.turn();
    expect(paper.puts).toBe(2);
    expect(context.endMs).toBe(END + 100 * STEP);
    // What came further ahead than a window is asked for again by whoever feeds it.
    expect(new Set(paper.column(5))).not.toContain(p4);
  });
});
