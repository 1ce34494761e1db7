import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Context, createContext } from "./context.ts";
import { createMetric, type Metric } from "./metric.ts";

const STEP = 10_000;
const END = 1_000 * STEP;
const make = (size = 5) =>
  createContext({ clock: manualClock(END), step: STEP, size, columnPx: 1, endMs: END });
const values = (metric: Metric) => Array.from({ length: metric.context.size }, (_, i) => metric.at(i));

describe("a metric", () => {
  it("is all gaps at first", () => {
    const metric = createMetric(make());
    expect(values(metric)).toEqual(Array(5).fill(Number.NaN));
    expect(metric.latest()).toBeUndefined();
    expect(metric.extent()).toBeUndefined();
  });

  it("puts history on its steps", () => {
    const context = make();
    const metric = createMetric(context);
    metric.load(context.timeOf(1), [1, 2, 3]);
    expect(values(metric)).toEqual([Number.NaN, 1, 2, 3, Number.NaN]);
    expect(metric.latest()).toEqual({ timeMs: context.timeOf(3), value: 3 });
    expect(metric.extent()).toEqual({ min: 1, max: 3 });
  });

  it("takes any time within a step for that step", () => {
    const context = make();
    const metric = createMetric(context);
    metric.set(END - STEP + 1, 1);
    expect(metric.at(4)).toBe(1);
    metric.set(END - 1, 2);
    expect(metric.at(4)).toBe(2);
    metric.set(END, 3);
    expect(metric.at(4)).toBe(3);
    expect(metric.at(3)).toBeNaN();
  });

  it("moves left as the context advances, and keeps a value that came before its step was shown", () => {
    const context = make();
    const metric = createMetric(context);
    metric.load(context.timeOf(0), [1, 2, 3, 4, 5]);
    metric.set(END + STEP, 6);
    expect(values(metric)).toEqual([1, 2, 3, 4, 5]);
    context.advance(END + STEP);
    expect(values(metric)).toEqual([2, 3, 4, 5, 6]);
    context.advance(END + 3 * STEP);
    expect(values(metric)).toEqual([4, 5, 6, Number.NaN, Number.NaN]);
    expect(metric.latest()?.value).toBe(6);
  });

  it("lets later history go over live values, but a gap in it erases nothing", () => {
    const context = make();
    const metric = createMetric(context);
    metric.set(END, 50);
    metric.set(END - STEP, 40);
    metric.load(context.timeOf(2), [3, 4, Number.NaN]);
    expect(values(metric).slice(2)).toEqual([3, 4, 50]);
  });

  it("lets a live gap take a value back", () => {
    const metric = createMetric(make());
    metric.set(END, 5);
    metric.set(END, Number.NaN);
    expect(metric.at(4)).toBeNaN();
  });

  it("ignores times that are no number, too old or far ahead", () => {
    const context = make();
    const metric = createMetric(context);
    metric.load(context.timeOf(0), [1, 2, 3, 4, 5]);
    for (const time of [Number.NaN, Number.POSITIVE_INFINITY, -1e15, 0, END + 1e12, END - 5 * STEP]) {
      metric.set(time, 99);
      metric.load(time, [99]);
    }
    expect(values(metric)).toEqual([1, 2, 3, 4, 5]);
  });

  it("leaves the infinities out of its extent and lets them be its latest", () => {
    const context = make();
    const metric = createMetric(context);
    metric.load(context.timeOf(2), [Number.NEGATIVE_INFINITY, 7, Number.POSITIVE_INFINITY]);
    expect(metric.extent()).toEqual({ min: 7, max: 7 });
    expect(metric.latest()?.value).toBe(Number.POSITIVE_INFINITY);
  });

  it("says which steps changed, and nothing where nothing did", () => {
    const context = make();
    const metric = createMetric(context);
    const heard: [number, number][] = [];
    const undo = metric.on("change", (from, to) => heard.push([from, to]));
    metric.set(END - 1, 5);
    metric.set(END, 5);
    metric.load(context.timeOf(0), [1, 2]);
    metric.load(context.timeOf(0), [1, Number.NaN]);
    undo();
    metric.set(END, 6);
    expect(heard).toEqual([
      [END, END],
      [context.timeOf(0), context.timeOf(1)],
    ]);
  });

  it("keeps what it has while it is shown narrower, and is emptied by another step", () => {
    const context = make();
    const metric = createMetric(context);
    metric.load(context.timeOf(0), [1, 2, 3, 4, 5]);
    context.configure({ size: 3 });
    expect(values(metric)).toEqual([3, 4, 5]);
    context.configure({ size: 0 });
    metric.set(END, 6);
    context.configure({ size: 6 });
    expect(values(metric)).toEqual([Number.NaN, 1, 2, 3, 4, 6]);
    context.configure({ step: 2 * STEP });
    expect(values(metric)).toEqual(Array(6).fill(Number.NaN));
  });

  it("shows gaps, and no other step's values, where the window is laid further back", () => {
    const context = make();
    const metric = createMetric(context);
    metric.load(context.timeOf(0), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    context.configure({ endMs: END - 2 * STEP });
    expect(values(metric)).toEqual([Number.NaN, Number.NaN, 1, 2, 3]);
    context.advance(END);
    expect(values(metric)).toEqual([1, 2, 3, 4, 5]);
  });

  it("forgets when it is cleared", () => {
    const metric = createMetric(make());
    metric.set(END, 5);
    metric.clear();
    expect(metric.latest()).toBeUndefined();
  });
});

describe("while the context is paused, a metric", () => {
  it("keeps both what is shown and what comes in, however long it lasts", () => {
    const context = make();
    const metric = createMetric(context);
    metric.load(context.timeOf(0), [1, 2, 3, 4, 5]);
    context.pause();
    for (let i = 1; i <= 1_000; i++) {
      metric.set(END + i * STEP, 5 + i);
      context.advance(END + i * STEP);
    }
    expect(values(metric)).toEqual([1, 2, 3, 4, 5]);
    context.resume();
    expect(values(metric)).toEqual([1001, 1002, 1003, 1004, 1005]);
  });

  it("that nobody asked meanwhile still knows both", () => {
    const context = make();
    const metric = createMetric(context);
    metric.load(context.timeOf(0), [1, 2, 3, 4, 5]);
    context.pause();
    context.advance(END + 50 * STEP);
    expect(values(metric)).toEqual([1, 2, 3, 4, 5]);
  });

  it("holds nothing of an earlier pause", () => {
    const context = make();
    const metric = createMetric(context);
    metric.set(END, 5);
    context.pause();
    expect(metric.at(4)).toBe(5);
    context.resume();
    metric.set(END, Number.NaN);
    context.pause();
    expect(metric.at(4)).toBeNaN();
  });

  it("shows another range that is loaded, and the live one again after", () => {
    const context = make();
    const metric = createMetric(context);
    metric.load(context.timeOf(0), [1, 2, 3, 4, 5]);
    context.pause();
    context.configure({ endMs: END - 100 * STEP });
    expect(values(metric)).toEqual(Array(5).fill(Number.NaN));
    metric.load(context.timeOf(0), [9, 8, 7, 6, 5]);
    expect(values(metric)).toEqual([9, 8, 7, 6, 5]);
    context.resume();
    expect(values(metric)).toEqual([1, 2, 3, 4, 5]);
  });
});

/** The same rules said slowly: every value ever given, looked up by its step. */
function slowMetric() {
  const known = new Map<number, number>();
  return {
    set: (step: number, value: number) => void known.set(step, value),
    at: (step: number) => known.get(step) ?? Number.NaN,
  };
}

describe("whatever comes in whatever order, a metric", () => {
  const action = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("set" as const),
        by: fc.integer({ min: -7, max: 7 }),
        value: fc.double(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("advance" as const), by: fc.integer({ min: -2, max: 12 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("pause" as const), by: fc.constant(0) }) },
  );

  it("shows the last value given to each step that was within its reach ever since", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const columns = 7;
        const context = make(columns);
        const metric = createMetric(context);
        const slow = slowMetric();
        for (const { kind, by, ...rest } of actions) {
          if (kind === "advance") context.advance((context.liveStep + by) * STEP);
          else if (kind === "pause") context.paused ? context.resume() : context.pause();
          else {
            const step = context.liveStep + by;
            const value = (rest as { value: number }).value;
            metric.set(step * STEP, value);
            const inReach = step > context.liveStep - columns && step <= context.liveStep + columns;
            const isShown = context.columnOf(step * STEP) !== undefined;
            if (inReach || isShown) slow.set(step, value);
          }
          for (let i = 0; i < columns; i++)
            expect(metric.at(i)).toBe(slow.at(Math.round(context.timeOf(i) / STEP)));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("a metric that nobody listens to", () => {
  const value = fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constant(Number.NaN));
  const by = fc.oneof(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -40, max: 40 }));
  const part = fc.constantFrom(0, 1, 2_500, STEP / 2);
  type Deed = (context: Context, metrics: readonly Metric[]) => void;
  const deed = <T>(
    weight: number,
    what: fc.Arbitrary<T>,
    act: (context: Context, what: T, metrics: readonly Metric[]) => void,
  ) => ({
    weight,
    arbitrary: what.map(
      (each): Deed =>
        Object.assign((context: Context, metrics: readonly Metric[]) => act(context, each, metrics), {
          [fc.toStringMethod]: () => `${act} with ${fc.stringify(each)}`,
        }),
    ),
  });
  const nowMs = (context: Context, steps: number, part = 0) =>
    (context.liveStep + steps) * context.step - part;

  const deeds = fc.oneof(
    deed(9, fc.tuple(by, part, value), (context, [steps, part, value], metrics) => {
      for (const metric of metrics) metric.set(nowMs(context, steps, part), value);
    }),
    deed(2, fc.tuple(by, fc.array(value, { maxLength: 9 })), (context, [steps, values], metrics) => {
      for (const metric of metrics) metric.load(nowMs(context, steps), values);
    }),
    deed(1, fc.tuple(by, fc.array(value, { maxLength: 9 })), (context, [steps, values], metrics) => {
      for (const metric of metrics) metric.replace(nowMs(context, steps), values);
    }),
    deed(2, fc.array(fc.tuple(by, part, value), { maxLength: 5 }), (context, samples, metrics) => {
      const times = samples.map(([steps, part]) => nowMs(context, steps, part));
      const values = samples.map(([, , value]) => value);
      for (const metric of metrics) metric.take(times, values);
    }),
    deed(1, fc.constant(""), (_, __, metrics) => {
      for (const metric of metrics) metric.clear();
    }),
    deed(6, fc.oneof(fc.nat(3), by), (context, steps) => context.advance(nowMs(context, steps))),
    deed(1, fc.boolean(), (context, pauses) => (pauses ? context.pause() : context.resume())),
    deed(1, by, (context, steps) => context.look(context.endMs + steps * context.step)),
    deed(1, fc.nat(12), (context, size) => context.configure({ size })),
    deed(1, by, (context, steps) => context.configure({ endMs: context.endMs + steps * context.step })),
    deed(1, fc.constantFrom(STEP, 2 * STEP, STEP / 2), (context, step) => context.configure({ step })),
    deed(3, fc.constant(""), (context, _, metrics) => sameEverywhere(context, metrics)),
  );

  function sameEverywhere(context: Context, [heard, unheard]: readonly Metric[]): void {
    const columns = (metric: Metric) => Array.from({ length: context.size }, (_, i) => metric.at(i));
    expect(columns(unheard!)).toEqual(columns(heard!));
    const { gridMs } = heard!;
    expect(unheard!.gridMs).toBe(gridMs);
    for (const middle of [context.endStep, context.liveStep]) {
      const first = Math.floor((middle * context.step) / gridMs) - 60;
      const steps = (metric: Metric) => Array.from({ length: 120 }, (_, i) => metric.get(first + i));
      expect(steps(unheard!)).toEqual(steps(heard!));
    }
  }

  it.each([
    ["on the grid of its context", {}],
    ["on a grid of its own", { grainMs: 2_500 }],
    ["on a grid of its own that is longer", { grainMs: 15_000, keepMs: 50_000 }],
    ["that keeps more than is shown", { keepMs: 7 * STEP }],
  ])("%s knows all that one does that somebody listens to", (_, options) => {
    fc.assert(
      fc.property(fc.array(deeds, { maxLength: 80 }), (all) => {
        const context = make(7);
        const metrics = [createMetric(context, options), createMetric(context, options)];
        metrics[0]!.on("change", () => {});
        for (const each of all) each(context, metrics);
        sameEverywhere(context, metrics);
      }),
      { numRuns: 300 },
    );
  });

  it("knows all of a long time in which nobody asked", () => {
    const context = make();
    const metric = createMetric(context, { keepMs: 300 * STEP });
    for (let i = 1; i <= 200; i++) {
      metric.set(END + i * STEP, i);
      context.advance(END + i * STEP);
    }
    expect(Array.from({ length: 200 }, (_, i) => metric.get(END / STEP + 1 + i))).toEqual(
      Array.from({ length: 200 }, (_, i) => i + 1),
    );
  });

  it("keeps history as it was when it came, whatever its array is filled with then", () => {
    const scratch = new Float64Array(5);
    const metrics = [1, 2, 3].map((value) => {
      const metric = createMetric(make());
      scratch.fill(value);
      metric.load(END - 4 * STEP, scratch);
      return metric;
    });
    expect(metrics.map(values)).toEqual([1, 2, 3].map((value) => Array(5).fill(value)));
  });

  it("has no more history wait than it keeps", () => {
    const context = make();
    const { keepMs, metric } = { keepMs: 7 * STEP, metric: createMetric(context, { keepMs: 7 * STEP }) };
    // Five columns, as much after them, and seven steps before.
    const most = 17;
    for (const count of [most, most + 1, 100_000]) {
      let asked = 0;
      const history = new Proxy(
        Array.from({ length: count }, (_, i) => i),
        {
          get(all, key) {
            if (key !== "length") asked++;
            return Reflect.get(all, key);
          },
        },
      );
      metric.load(END + 5 * STEP - (count - 1) * STEP, history);
      expect(asked).toBeLessThan(most + 10);
      expect(metric.get((END - 4 * STEP - keepMs) / STEP)).toBe(count - most);
      expect(metric.at(4)).toBe(count - 6);
    }
  });

  it("tells who comes to listen only of what comes then", () => {
    const metric = createMetric(make());
    metric.set(END - STEP, 1);
    metric.set(END, 2);
    const heard: [number, number][] = [];
    metric.on("change", (from, to) => heard.push([from, to]));
    metric.set(END, 2);
    metric.set(END, 3);
    expect(heard).toEqual([[END, END]]);
    expect(values(metric)).toEqual([Number.NaN, Number.NaN, Number.NaN, 1, 3]);
  });
});
