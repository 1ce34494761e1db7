import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { shift, subtract } from "./algebra.ts";
import { createComparison } from "./comparison.ts";
import { type Context, createContext } from "./context.ts";
import { createHorizon } from "./horizon.ts";
import { createInlineWorker } from "./inline-worker.ts";
import type { Lane, LaneWorker } from "./lane.ts";
import { createLine } from "./line.ts";
import { createMetric, type Metric } from "./metric.ts";
import { createPalette } from "./palette.ts";
import { createHandCrank, createPaper } from "./paper.ts";
import { darkRamps } from "./ramps.ts";
import { createRule } from "./rule.ts";

const STEP = 1_000;
const END = 1_000 * STEP;

afterEach(() => vi.unstubAllGlobals());

type Make = (options: {
  context: Context;
  canvas: HTMLCanvasElement;
  metric: Metric;
  fine: Metric;
  worker?: LaneWorker;
}) => Lane;

const base = { height: 7, ramp: darkRamps.blue };
const given = { min: -8, max: 8 };

/** Every mode in which a lane is drawn. Scales are given, as an automatic one remembers what was shown. */
const modes: Readonly<Record<string, Make>> = {
  "a horizon with an offset": (o) => createHorizon({ ...o, ...base, extent: given }),
  "a mirrored horizon": (o) => createHorizon({ ...o, ...base, mode: "mirror", bands: 3, extent: given }),
  "a logarithmic horizon": (o) =>
    createHorizon({ ...o, ...base, scale: "log", extent: { min: 0.01, max: 8 } }),
  "a horizon of many values to a column": (o) =>
    createHorizon({ ...o, ...base, metric: o.fine, extent: given }),
  "a horizon of what was made of two": (o) =>
    createHorizon({ ...o, ...base, metric: subtract(o.fine, shift(o.metric, 2 * STEP)), extent: given }),
  "a line": (o) => createLine({ ...o, ...base, extent: given }),
  "a line of many values to a column": (o) => createLine({ ...o, ...base, metric: o.fine, extent: given }),
  "a comparison": (o) =>
    createComparison({ ...o, ...base, primary: o.metric, secondary: shift(o.metric, STEP), extent: given }),
  "a rule's events": ({ context, canvas, metric }) => {
    const surface = new EventTarget() as HTMLElement;
    const line = { style: {} } as HTMLElement;
    const rule = createRule({ context, surface, line, events: { metric, canvas, colour: "#ff000080" } });
    return { ...rule, setVisible() {}, redraw() {}, describe: () => "" };
  },
};

function setUp(make: Make, worker?: LaneWorker) {
  const context = createContext({ clock: manualClock(END), step: STEP, size: 10, columnPx: 2, endMs: END });
  // They forget nothing on the way, as a lane goes on to show what was forgotten while it is in the window.
  const metric = createMetric(context, { keepMs: 3_000 * STEP });
  const fine = createMetric(context, { grainMs: 250, keepMs: 3_000 * STEP });
  const crank = createHandCrank();
  context.start(crank.request, undefined);
  const paper = createPaper();
  const { canvas } = paper;
  if (worker !== undefined) Object.assign(canvas, { transferControlToOffscreen: () => canvas });
  const lane = make({ context, metric, fine, canvas, ...(worker && { worker }) });
  metric.load(END - 13 * STEP, [3, -7, 5, 1, 0.1, 7, -2, 4, 8, -8, 2, 6, 0.5, 3]);
  lane.setVisible(true);
  return { context, metric, fine, crank, paper, lane, make };
}

type World = ReturnType<typeof setUp>;
type Happening = (world: World) => void | Promise<void>;

const happening = <T>(
  weight: number,
  of: fc.Arbitrary<T>,
  happen: (world: World, what: T) => void | Promise<void>,
) => ({
  weight,
  arbitrary: of.map(
    (what): Happening =>
      Object.assign((world: World) => happen(world, what), {
        [fc.toStringMethod]: () => `${happen} with ${fc.stringify(what)}`,
      }),
  ),
});

/** Has it drawn, and compares it with the same lane that has just been made. */
async function look(world: World): Promise<void> {
  const { context, metric, fine, crank, make, paper } = world;
  crank.turn();
  // What a worker is sent goes when the frame's script is over.
  await Promise.resolve();
  if (context.size === 0) return;
  const fresh = createPaper();
  const lane = make({ context, metric, fine, canvas: fresh.canvas });
  lane.setVisible(true);
  crank.turn();
  lane.destroy();
  await Promise.resolve();
  expect(paper.pixels()).toEqual(fresh.pixels());
}

const anyValue = fc.oneof(
  fc.double({ min: -9, max: 9 }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0.02, 0.5),
);
const steps = fc.integer({ min: -14, max: 14 });

const happenings = fc.oneof(
  happening(5, fc.tuple(steps, anyValue), ({ context, metric }, [by, value]) =>
    metric.set((context.liveStep + by) * context.step, value),
  ),
  happening(3, fc.array(fc.tuple(fc.integer({ min: -13_000, max: 4_000 }), anyValue)), (world, samples) => {
    const { context, fine } = world;
    const nowMs = context.liveStep * context.step;
    fine.take(
      samples.map(([ms]) => nowMs + ms),
      samples.map(([, value]) => value),
    );
  }),
  happening(2, fc.tuple(steps, fc.array(anyValue, { maxLength: 20 })), ({ context, metric }, [by, values]) =>
    metric.replace((context.endStep + by) * context.step, values),
  ),
  happening(5, fc.oneof(fc.integer({ min: -1, max: 4 }), fc.nat(40)), ({ context }, by) =>
    context.advance((context.liveStep + by) * context.step),
  ),
  happening(4, steps, ({ context }, by) => context.look(context.endMs + by * context.step)),
  happening(1, fc.boolean(), ({ context }, pause) => (pause ? context.pause() : context.resume())),
  happening(1, fc.record({ size: fc.nat(15), columnPx: fc.constantFrom(1, 2, 3) }), ({ context }, change) =>
    context.configure(change),
  ),
  happening(1, fc.constantFrom(1_000, 2_000, 500, 100), ({ context }, step) => context.configure({ step })),
  happening(1, fc.constantFrom(1, 1.25, 2), ({ lane }, ratio) => {
    vi.stubGlobal("devicePixelRatio", ratio);
    lane.redraw();
  }),
  happening(1, fc.constant("hidden"), ({ lane }) => {
    lane.setVisible(false);
    lane.setVisible(true);
  }),
  happening(8, fc.constant("a frame"), look),
);

describe.each(Object.entries(modes))("%s", (name, make) => {
  const looksWhole = (worker?: () => LaneWorker) =>
    fc.asyncProperty(fc.array(happenings, { minLength: 10, maxLength: 50 }), async (all) => {
      vi.stubGlobal("devicePixelRatio", 1);
      const world = setUp(make, worker?.());
      for (const happen of all) await happen(world);
      await look(world);
    });

  it("looks exactly as one drawn whole, whatever happens between frames", async () => {
    await fc.assert(looksWhole(), { numRuns: 150 });
  });

  // Of a rule's events nothing is worth another thread.
  it.runIf(name !== "a rule's events")("looks the same where a worker draws it", async () => {
    await fc.assert(looksWhole(createInlineWorker), { numRuns: 80 });
  });
});

describe("a value on a longer step of its own", () => {
  it("that comes late is drawn over all the columns it counts for", () => {
    const context = createContext({ clock: manualClock(END), step: 100, size: 6, endMs: END });
    const metric = createMetric(context, { grainMs: 250 });
    const crank = createHandCrank();
    context.start(crank.request, undefined);
    const paper = createPaper();
    createHorizon({ context, canvas: paper.canvas, metric, ...base, height: 1, extent: given }).setVisible(
      true,
    );
    crank.turn();
    metric.set(END, 8);
    crank.turn();
    const full = createPalette(darkRamps.blue).positive[4];
    expect(paper.pixels().map((pixel) => pixel === full)).toEqual([false, false, false, true, true, true]);
  });
});

describe("a lane with a name", () => {
  it("keeps its canvas' words, and renews them seldom", () => {
    const clock = manualClock(END);
    const context = createContext({ clock, step: STEP, size: 4, endMs: END });
    const metric = createMetric(context);
    const crank = createHandCrank();
    context.start(crank.request, undefined);
    const { canvas } = createPaper();
    const said: string[] = [];
    canvas.setAttribute = (name: string, value: string) => void (name === "aria-label" && said.push(value));
    const lane = createHorizon({ context, canvas, metric, ...base, label: "Load" });
    lane.setVisible(true);
    metric.set(END, 5);
    crank.turn();
    for (const value of [6, 7, 8]) {
      metric.set(END, value);
      clock.advance(4_000);
      crank.turn();
    }
    expect(said).toEqual(["Load: latest 5, min 5, max 5, steady"]);
    clock.advance(4_000);
    metric.set(END, 9);
    crank.turn();
    expect(said).toEqual([said[0], "Load: latest 9, min 9, max 9, steady"]);
  });
});
