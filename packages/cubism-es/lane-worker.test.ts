import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Columns, columnsOf, moveColumns } from "./columns.ts";
import { createLaneWorker, type LaneMessage } from "./lane-worker.ts";
import type { AnyLook } from "./look.ts";
import { createPalette, gapColours, strokeOf, translucent } from "./palette.ts";
import { createPaper } from "./paper.ts";
import { darkRamps } from "./ramps.ts";
import { serveLanes } from "./serve-lanes.ts";
import { type Stroke, type Surface, wholeOf } from "./surface.ts";
import { createTile } from "./tile.ts";

const ROWS = 5;
const stroke = strokeOf(darkRamps.teal.positive);
const line: AnyLook = {
  kind: "line",
  colours: { ...gapColours(darkRamps.teal), stroke, range: translucent(stroke, 0.4) },
  scale: { low: -10, high: 10 },
  strokeRows: 1.5,
  columnPx: 2,
  pixelRatio: 1,
};
const horizon: AnyLook = {
  kind: "horizon",
  palette: createPalette(darkRamps.blue, 4),
  scale: { baseline: 0, span: 10, signed: true },
  mode: "offset",
  columnPx: 2,
  pixelRatio: 1,
};

/** A worker that draws when it is told to, and says then that it did. */
function createSlowWorker() {
  let hear: (event: { data: unknown }) => void = () => {};
  let answer: (event: { data: unknown }) => void = () => {};
  const inbox: (readonly LaneMessage[])[] = [];
  serveLanes({
    addEventListener(_, listener) {
      hear = listener;
    },
    postMessage: (data) => answer({ data }),
  });
  const worker = createLaneWorker({
    postMessage: (messages) =>
      void inbox.push(messages.map((each) => ("canvas" in each ? each : structuredClone(each)))),
    addEventListener(_, listener) {
      answer = listener;
    },
  });
  return {
    worker,
    inbox,
    work(): void {
      const message = inbox.shift();
      if (message !== undefined) hear({ data: message });
    },
    /** Says something that is no answer. */
    chat: () => answer({ data: "hello" }),
  };
}

/** Three that are not to be answered, one that is, and one more while its answer is awaited. */
const MOST = 5;

/** What a page sends goes when its script is over. */
const sent = () => Promise.resolve();

function createHanded() {
  const paper = createPaper();
  Object.assign(paper.canvas, { transferControlToOffscreen: () => paper.canvas });
  return paper;
}

const whole = (columns: number, look: AnyLook = horizon): Stroke => ({
  by: 0,
  from: 0,
  to: columns,
  head: 0,
  look,
  data: [columnsOf(Array(columns).fill(10))],
  firstStep: 0,
});

const anyDeed = fc.record({
  kind: fc.oneof(
    { weight: 10, arbitrary: fc.constant("draw" as const) },
    { weight: 4, arbitrary: fc.constant("work" as const) },
    { weight: 1, arbitrary: fc.constantFrom("look" as const, "size" as const, "release" as const) },
  ),
  lane: fc.nat(1),
  by: fc.oneof(fc.constant(0), fc.integer({ min: -2, max: 2 }), fc.integer({ min: -9, max: 9 })),
  from: fc.nat(8),
  count: fc.nat(9),
  values: fc.array(fc.oneof(fc.integer({ min: -10, max: 10 }), fc.constant(Number.NaN)), {
    minLength: 1,
    maxLength: 9,
  }),
  columns: fc.integer({ min: 1, max: 9 }),
});

type Deed = typeof anyDeed extends fc.Arbitrary<infer T> ? T : never;

/** A lane that is drawn here and by the worker. */
interface Pair {
  readonly here: ReturnType<typeof createPaper>;
  readonly there: ReturnType<typeof createPaper>;
  readonly surfaces: readonly Surface[];
  look: AnyLook;
  columns: number;
  firstStep: number;
  data: Columns[];
}

function happen(pair: Pair, deed: Deed): void {
  if (deed.kind === "release") {
    pair.columns = 0;
    for (const surface of pair.surfaces) surface.release();
    return;
  }
  const isNew = pair.columns === 0 || deed.kind === "size";
  if (isNew) {
    pair.columns = deed.columns;
    pair.data = [columnsOf(Array(deed.columns).fill(0))];
    for (const surface of pair.surfaces) surface.size(deed.columns, ROWS);
  }
  if (deed.kind === "look") pair.look = { ...pair.look, pixelRatio: 3 - pair.look.pixelRatio };
  const { by, from, to } = moveOf(pair.columns, deed, isNew || deed.kind === "look");
  const { columns, data, look } = pair;
  pair.firstStep += by;
  moveColumns(data[0]!, by);
  for (let i = from; i < to; i++) data[0]!.mean[i] = deed.values[i % deed.values.length]!;
  const stroke = {
    by,
    from,
    // A line is joined to the column before, so that the one after those that changed is painted, too.
    to: from < to ? Math.min(columns, to + 1) : to,
    head: by > 0 ? 1 : 0,
    look,
    data,
    firstStep: pair.firstStep,
  };
  for (const surface of pair.surfaces) surface.draw(stroke);
}

/** How far a lane moves, and which columns change: at least those that come in. */
function moveOf(columns: number, deed: Deed, isWhole: boolean) {
  if (isWhole) return { by: 0, from: 0, to: columns };
  const by = Math.max(-columns, Math.min(columns, deed.by));
  const from = Math.min(deed.from, columns);
  const to = Math.min(columns, from + deed.count);
  if (by > 0) return { by, from: Math.min(from, columns - by), to: columns };
  if (by < 0) return { by, from: 0, to: Math.max(to, -by) };
  return from < to ? { by, from, to } : { by, from: columns, to: 0 };
}

describe("a worker that is behind", () => {
  it("has few messages, and shows in the end what is drawn here", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDeed, { maxLength: 60 }), async (deeds) => {
        const { worker, inbox, work } = createSlowWorker();
        const lanes = [line, horizon].map((look): Pair => {
          const [here, there] = [createPaper(), createHanded()];
          const surfaces = [wholeOf(createTile(here.canvas)), wholeOf(worker.tile(there.canvas))];
          return { here, there, surfaces, look, columns: 0, firstStep: 0, data: [columnsOf([])] };
        });
        for (const deed of deeds) {
          if (deed.kind === "work") work();
          else happen(lanes[deed.lane]!, deed);
          await sent();
          expect(inbox.length).toBeLessThanOrEqual(MOST);
        }
        while (inbox.length > 0) work();
        for (const { here, there, columns } of lanes) {
          if (columns > 0) expect(there.pixels()).toEqual(here.pixels());
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is sent no more for a thousand frames than for one, neither of lanes nor of captions", async () => {
    const lengthAfter = async (frames: number) => {
      const { worker, inbox, work, chat } = createSlowWorker();
      const surface = wholeOf(worker.tile(createHanded().canvas));
      const ink = worker.ink(createHanded().canvas);
      surface.size(8, ROWS);
      await sent();
      surface.draw(whole(8));
      await sent();
      for (let frame = 0; frame < frames; frame++) {
        surface.draw({ ...whole(8, frame % 2 === 0 ? line : horizon), by: 1, from: 7 });
        ink.write(0, 10, `frame ${frame}`);
        ink.write(20, 10, `frame ${frame}`);
        chat();
        await sent();
      }
      expect(inbox).toHaveLength(MOST);
      let last: readonly LaneMessage[] = [];
      while (inbox.length > 0) {
        last = inbox[0]!;
        work();
        await sent();
      }
      const texts = last.flatMap((each) => (each.do === "write" ? each.texts : []));
      expect(texts).toEqual(Array(2).fill(`frame ${frames - 1}`));
      const numbers = last.map((each) => (each.do === "draw" ? each.strokes[0]! : 0));
      return { messages: last.length, numbers: Math.max(...numbers) };
    };
    const { messages, numbers } = await lengthAfter(20);
    expect(numbers).toBeGreaterThan(0);
    expect(await lengthAfter(1_000)).toEqual({ messages, numbers });
  });
});

describe("captions that wait", () => {
  it("are those written since their sheet was laid anew, and none where it is gone", async () => {
    const { worker, inbox } = createSlowWorker();
    const [laid, gone] = [worker.ink(createHanded().canvas), worker.ink(createHanded().canvas)];
    laid.write(0, 10, "before");
    gone.write(0, 10, "before");
    laid.size({ widthPx: 80, heightPx: 20, ratio: 1, font: "10px sans-serif", colour: "#ffffff" });
    laid.write(10, 10, "after");
    gone.destroy();
    await sent();
    expect(inbox[0]!.map((each) => (each.do === "write" ? each.texts : each.do))).toEqual([
      "takeInk",
      "takeInk",
      "sizeInk",
      "destroy",
      ["after"],
    ]);
  });
});

describe("a worker", () => {
  it("keeps no pixels of a lane that is gone, and goes on showing what it showed", async () => {
    const { worker, work, inbox } = createSlowWorker();
    const workAll = async () => {
      await sent();
      while (inbox.length > 0) work();
    };
    const paper = createHanded();
    const drawAnew = () => {
      const surface = wholeOf(worker.tile(paper.canvas));
      surface.size(4, ROWS);
      surface.draw(whole(4));
      return surface;
    };
    const first = drawAnew();
    await workAll();
    const shown = paper.pixels();
    expect(shown).not.toContain(0);
    first.destroy();
    await workAll();
    expect(paper.pixels()).toEqual(shown);
    // There are no pixels left on which another could draw.
    const other = worker.tile(paper.canvas).surface(0);
    other.size(4, ROWS);
    other.draw(whole(4, line));
    await workAll();
    expect(paper.puts).toBe(1);
    other.destroy();
    // The canvas is handed over already; the next lane has it again, also where the one before goes after it came.
    const second = drawAnew();
    await workAll();
    expect(paper.puts).toBe(2);
    const third = drawAnew();
    second.destroy();
    third.draw(whole(4, line));
    await workAll();
    const own = createPaper();
    const alone = wholeOf(createTile(own.canvas));
    alone.size(4, ROWS);
    alone.draw(whole(4, line));
    expect(paper.pixels()).toEqual(own.pixels());
  });

  it("fails where it cannot draw, so that the page hears of it, and still answers", () => {
    for (const take of ["take", "takeInk"] as const) {
      let hear: (event: { data: unknown }) => void = () => {};
      const answers: unknown[] = [];
      serveLanes({
        addEventListener(_, listener) {
          hear = listener;
        },
        postMessage: (data) => answers.push(data),
      });
      const message = { to: 1, do: take, canvas: { getContext: () => null } };
      expect(() => hear({ data: [message, { to: 0, do: "answer" }] })).toThrow("no canvas to draw on");
      expect(answers).toHaveLength(1);
    }
  });
});
