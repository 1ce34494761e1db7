import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Context, createContext } from "./context.ts";
import { createMetric, type Metric } from "./metric.ts";
import { createMetrics, type Metrics } from "./metrics.ts";

const STEP = 10_000;
const END = 1_000_000;
const NAMES = ["a", "b", "c"];

const make = (size = 5) => createContext({ step: STEP, size, endMs: END, clock: manualClock(END) });
const shown = (metric: Metric) => Array.from({ length: metric.context.size }, (_, i) => metric.at(i));

/** What happens to metrics that are fed together, and to their like that are fed one by one. */
interface World {
  readonly context: Context;
  readonly together: Metrics;
  readonly apart: readonly Metric[];
  /** What is told of each of them. */
  readonly told: { readonly together: string[]; readonly apart: string[] };
  readonly deafen: (() => void)[];
}

function createWorld(options: object): World {
  const context = make(7);
  return {
    context,
    together: createMetrics(context, NAMES, options),
    apart: NAMES.map(() => createMetric(context, options)),
    told: { together: [], apart: [] },
    deafen: [],
  };
}

function compare({ together, apart, told, context }: World): void {
  together.all.forEach((metric, i) => {
    expect(shown(metric)).toEqual(shown(apart[i]!));
    expect(metric.gridMs).toBe(apart[i]!.gridMs);
    const first = Math.floor((context.liveStep * context.step) / metric.gridMs) - 60;
    const steps = (each: Metric) => Array.from({ length: 120 }, (_, step) => each.get(first + step));
    expect(steps(metric)).toEqual(steps(apart[i]!));
  });
  expect(told.together).toEqual(told.apart);
}

const value = fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constant(Number.NaN));
const by = fc.oneof(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -40, max: 40 }));
const part = fc.constantFrom(0, 1, 2_500, STEP / 2);
const whose = fc.nat(NAMES.length - 1);

type Deed = (world: World) => void;
const deed = <T>(weight: number, what: fc.Arbitrary<T>, act: (world: World, what: T) => void) => ({
  weight,
  arbitrary: what.map(
    (each): Deed =>
      Object.assign((world: World) => act(world, each), {
        [fc.toStringMethod]: () => `${act} with ${fc.stringify(each)}`,
      }),
  ),
});
const msOf = ({ context }: World, steps: number, part = 0) =>
  (context.liveStep + steps) * context.step - part;

const deeds = fc.oneof(
  deed(12, fc.tuple(by, part, fc.tuple(value, value, value)), (world, [steps, part, values]) => {
    const timeMs = msOf(world, steps, part);
    world.apart.forEach((metric, i) => {
      metric.set(timeMs, values[i]!);
    });
    world.together.set(timeMs, values);
  }),
  deed(2, fc.tuple(whose, by, part, value), (world, [i, steps, part, value]) => {
    for (const all of [world.apart, world.together.all]) all[i]!.set(msOf(world, steps, part), value);
  }),
  deed(
    2,
    fc.tuple(whose, by, fc.boolean(), fc.array(value, { maxLength: 9 })),
    (world, [i, steps, gaps, values]) => {
      for (const all of [world.apart, world.together.all]) {
        all[i]![gaps ? "replace" : "load"](msOf(world, steps), values);
      }
    },
  ),
  deed(1, whose, (world, i) => {
    for (const all of [world.apart, world.together.all]) all[i]!.clear();
  }),
  deed(2, whose, (world, i) => {
    for (const side of ["together", "apart"] as const) {
      const metric = side === "together" ? world.together.all[i]! : world.apart[i]!;
      // As a lane does: it has read what there is when it begins to listen.
      metric.at(0);
      world.deafen.push(metric.on("change", (from, to) => world.told[side].push(`${i} ${from} ${to}`)));
    }
  }),
  deed(1, fc.constant(""), (world) => {
    for (const undo of world.deafen.splice(0)) undo();
  }),
  deed(6, fc.oneof(fc.nat(3), by), (world, steps) => world.context.advance(msOf(world, steps))),
  deed(1, fc.boolean(), ({ context }, pauses) => (pauses ? context.pause() : context.resume())),
  deed(1, by, ({ context }, steps) => context.look(context.endMs + steps * context.step)),
  deed(1, fc.nat(12), ({ context }, size) => context.configure({ size })),
  deed(1, by, ({ context }, steps) => context.configure({ endMs: context.endMs + steps * context.step })),
  deed(1, fc.constantFrom(STEP, 2 * STEP, STEP / 2), ({ context }, step) => context.configure({ step })),
  deed(3, fc.constant(""), compare),
);

describe("metrics whose values come together", () => {
  it.each([
    ["on the grid of their context", {}],
    ["on a grid of their own", { grainMs: 2_500 }],
    ["on a grid of their own that is longer", { grainMs: 15_000, keepMs: 50_000 }],
    ["that keep more than is shown", { keepMs: 7 * STEP }],
  ])("%s know and tell all that those do that are told one by one", (_, options) => {
    fc.assert(
      fc.property(fc.array(deeds, { maxLength: 100 }), (all) => {
        const world = createWorld(options);
        for (const each of all) each(world);
        compare(world);
      }),
      { numRuns: 300 },
    );
  });

  it("know all of a long time in which nobody asked, however many they are", () => {
    for (const count of [1, 23, 24, 25, 100]) {
      const context = make();
      const names = Array.from({ length: count }, (_, i) => `metric ${i}`);
      const { all, set } = createMetrics(context, names, { keepMs: 300 * STEP });
      const steps = Array.from({ length: 200 }, (_, i) => i + 1);
      for (const step of steps) {
        set(
          END + step * STEP,
          names.map((_, i) => 1_000 * i + step),
        );
        context.advance(END + step * STEP);
      }
      all.forEach((metric, i) => {
        expect(metric.name).toBe(`metric ${i}`);
        expect(steps.map((step) => metric.get(END / STEP + step))).toEqual(
          steps.map((step) => 1_000 * i + step),
        );
      });
    }
  });

  it("know what a step that still runs was set to last", () => {
    const { all, set } = createMetrics(make(), NAMES);
    for (let i = 0; i < 5; i++) {
      set(END, [i, 10 * i, Number.NaN]);
      expect(all.map((metric) => metric.at(4))).toEqual([i, 10 * i, Number.NaN]);
    }
    set(Number.NaN, [1, 2, 3]);
    expect(all.map((metric) => metric.at(4))).toEqual([4, 40, Number.NaN]);
  });

  it("take a value of each, no more and no fewer", () => {
    const { all, set } = createMetrics(make(), NAMES);
    set(END, [1, 2, 3]);
    expect(() => set(END, [9, 9])).toThrow("there are 3 metrics, and 2 values");
    expect(() => set(END, [9, 9, 9, 9])).toThrow(RangeError);
    expect(all.map((metric) => metric.at(4))).toEqual([1, 2, 3]);
    expect(() => createMetrics(make(), []).set(END, [])).not.toThrow();
  });

  it("forget the picture of a pause when it is over, whether or not anyone asked in between", () => {
    const context = make();
    const { all, set } = createMetrics(context, NAMES);
    set(END, [1, 2, 3]);
    context.pause();
    expect(all.map((metric) => metric.at(4))).toEqual([1, 2, 3]);
    context.resume();
    set(END, [11, 12, 13]);
    context.pause();
    expect(all.map((metric) => metric.at(4))).toEqual([11, 12, 13]);
  });

  it("know what came before somebody listened, though nobody asked for it", () => {
    const { all, set } = createMetrics(make(), NAMES);
    for (const steps of [3, 2, 1]) set(END - steps * STEP, [steps, 10 * steps, 100 * steps]);
    for (const metric of all) metric.on("change", () => {});
    set(END, [4, 5, 6]);
    expect(all.map((metric) => shown(metric).slice(1))).toEqual([
      [3, 2, 1, 4],
      [30, 20, 10, 5],
      [300, 200, 100, 6],
    ]);
  });

  describe("while one of them tells", () => {
    /** Metrics that know a step already; at the next one the second one is heard. */
    function begin(hear: (all: readonly Metric[], context: Context) => void) {
      const context = make();
      const { all, set } = createMetrics(context, NAMES, { keepMs: 4 * STEP });
      set(END - STEP, [1, 2, 3]);
      let heard = 0;
      all[1]!.on("change", () => {
        if (heard++ === 0) hear(all, context);
      });
      return { context, all, set };
    }
    const latest = (all: readonly Metric[]) => all.map((metric) => metric.at(metric.context.size - 1));

    it("may be listened to, and no more", () => {
      const told: string[] = [];
      const { all, set } = begin((all) => {
        for (const i of [0, 2]) all[i]!.on("change", () => told.push(NAMES[i]!));
      });
      all[2]!.on("change", () => told.push("c before"))();
      set(END, [4, 5, 6]);
      expect(latest(all)).toEqual([4, 5, 6]);
      expect(told).toEqual([]);
      set(END, [7, 8, 9]);
      expect(told).toEqual(["a", "c"]);
    });

    it("lose nothing where the others are listened to no more", () => {
      const undo: (() => void)[] = [];
      const { all, set } = begin(() => {
        for (const each of undo) each();
      });
      for (const i of [0, 2]) undo.push(all[i]!.on("change", () => {}));
      set(END, [4, 5, 6]);
      expect(latest(all)).toEqual([4, 5, 6]);
    });

    it("may be put right or cleared, heard or not", () => {
      const { all, set } = begin((all) => {
        all[0]!.set(END, 99);
        all[1]!.set(END, 98);
        all[2]!.clear();
      });
      set(END, [4, 5, 6]);
      expect(latest(all)).toEqual([99, 98, Number.NaN]);
    });

    it("may be laid on other steps, and keep what they are given then", () => {
      const { all, set } = begin((all, context) => {
        context.configure({ step: STEP / 2 });
        for (const metric of all) metric.load(context.timeOf(0), [3, 4, 5, 6, 7]);
      });
      set(END, [4, 5, 6]);
      for (const metric of all) expect(shown(metric)).toEqual([3, 4, 5, 6, 7]);
      set(END, [7, 8, 9]);
      expect(latest(all)).toEqual([7, 8, 9]);
    });

    it("may be laid on other steps at the very first", () => {
      const context = make();
      const { all, set } = createMetrics(context, NAMES);
      const undo = all[1]!.on("change", () => {
        undo();
        context.configure({ step: STEP / 2 });
      });
      set(END, [1, 2, 3]);
      for (const ms of [END - STEP / 2, END]) set(ms, [4, 5, 6]);
      expect(all.map((metric) => shown(metric).slice(3))).toEqual([4, 5, 6].map((value) => [value, value]));
    });

    it("may be paused and looked at", () => {
      const { all, set, context } = begin((all, context) => {
        context.pause();
        for (const metric of all) metric.at(0);
      });
      set(END, [4, 5, 6]);
      expect(latest(all)).toEqual([4, 5, 6]);
      set(END, [7, 8, 9]);
      context.resume();
      expect(latest(all)).toEqual([7, 8, 9]);
    });

    it("are fed at the next step whoever threw", () => {
      for (const before of [0, 1]) {
        const context = make();
        const { all, set } = createMetrics(context, NAMES);
        for (let i = 0; i < before; i++) set(END - STEP, [1, 2, 3]);
        const undo = all[0]!.on("change", () => {
          throw new Error("broken");
        });
        expect(() => set(END, [1, 2, 3])).toThrow("broken");
        undo();
        set(END, [4, 5, 6]);
        expect(latest(all)).toEqual([4, 5, 6]);
      }
    });
  });
});
