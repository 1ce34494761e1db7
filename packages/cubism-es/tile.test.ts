import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnsOf } from "./columns.ts";
import { createInlineWorker } from "./inline-worker.ts";
import type { AnyLook } from "./look.ts";
import { createPalette, gapColours, strokeOf, translucent } from "./palette.ts";
import { createPaper } from "./paper.ts";
import { darkRamps } from "./ramps.ts";
import { type Stroke, type Surface, type Tile, wholeOf } from "./surface.ts";
import { createTile } from "./tile.ts";

const stroke = strokeOf(darkRamps.teal.positive);
const grain = { columnPx: 2, pixelRatio: 1 };
const looks: readonly AnyLook[] = [
  {
    kind: "horizon",
    palette: createPalette(darkRamps.blue, 4),
    scale: { baseline: 0, span: 10, signed: true },
    mode: "offset",
    ...grain,
  },
  {
    kind: "line",
    colours: { ...gapColours(darkRamps.teal), stroke, range: translucent(stroke, 0.4) },
    scale: { low: -10, high: 10 },
    strokeRows: 1.5,
    ...grain,
  },
];

/** All of a lane at its full height, so that none of its pixels is empty. */
const whole = (columns: number): Stroke => ({
  by: 0,
  from: 0,
  to: columns,
  head: 0,
  look: looks[0]!,
  data: [columnsOf(Array(columns).fill(10))],
  firstStep: 0,
});

/** What a worker is sent goes when the script is over. */
const sent = () => Promise.resolve();

type Make = (canvas: HTMLCanvasElement) => Tile;

const here: Make = (canvas) => createTile(canvas);
const byWorker = (): Make => {
  const worker = createInlineWorker();
  return (canvas) => worker.tile(Object.assign(canvas, { transferControlToOffscreen: () => canvas }));
};

/** One lane on the tile, and the same on a canvas of its own. */
interface Pair {
  readonly top: number;
  readonly rows: number;
  readonly look: AnyLook;
  readonly own: ReturnType<typeof createPaper>;
  readonly alone: Surface;
  shared: Surface;
  isSized: boolean;
  values: number[];
  firstStep: number;
}

const value = fc.oneof(fc.integer({ min: -10, max: 10 }), fc.constant(Number.NaN));
const anyDeed = fc.record({
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant("draw" as const) },
    { weight: 2, arbitrary: fc.constantFrom("release" as const, "replace" as const, "resize" as const) },
    { weight: 4, arbitrary: fc.constant("look" as const) },
  ),
  lane: fc.nat(3),
  by: fc.integer({ min: -12, max: 12 }),
  from: fc.nat(11),
  count: fc.nat(12),
  values: fc.array(value, { minLength: 1, maxLength: 12 }),
  columns: fc.integer({ min: 1, max: 12 }),
});
type Deed = typeof anyDeed extends fc.Arbitrary<infer T> ? T : never;

function createWorld(
  make: Make,
  heights: readonly (readonly [rows: number, gap: number])[],
  columns: number,
) {
  const paper = createPaper();
  const tile = make(paper.canvas);
  let total = 0;
  const pairs = heights.map(([rows, gap], i): Pair => {
    const top = total;
    total += rows + gap;
    const own = createPaper();
    const look = looks[i % looks.length]!;
    return {
      top,
      rows,
      look,
      own,
      alone: wholeOf(createTile(own.canvas)),
      shared: tile.surface(top),
      isSized: false,
      values: [],
      firstStep: 0,
    };
  });
  tile.size(columns, total);
  return { paper, tile, pairs, total, columns };
}

type World = ReturnType<typeof createWorld>;

/** Draws on both what a lane would: all of it where its pixels are new, else what moved in and what changed. */
function draw(world: World, pair: Pair, deed: Deed): void {
  const { columns } = world;
  let by = Math.max(-columns, Math.min(columns, deed.by));
  let from = Math.min(deed.from, columns);
  let to = Math.min(columns, from + deed.count);
  if (from === to) [from, to] = [columns, 0];
  if (by > 0) [from, to] = [Math.min(from, columns - by), columns];
  if (by < 0) [from, to] = [0, Math.max(to, -by)];
  if (!pair.isSized) {
    pair.isSized = true;
    [by, from, to] = [0, 0, columns];
    pair.values = Array(columns).fill(0);
    for (const surface of [pair.shared, pair.alone]) expect(surface.size(columns, pair.rows)).toBe(true);
  }
  const { values, look } = pair;
  const moved = values.map((_, i) => values[i + by] ?? 0);
  pair.values = moved.map((each, i) => (i >= from && i < to ? deed.values[i % deed.values.length]! : each));
  pair.firstStep += by;
  // A line is joined to the column before, so that the one after those that changed is painted, too.
  if (from < to) to = Math.min(columns, to + 1);
  const data = [columnsOf(pair.values)];
  const stroke = { by, from, to, head: by > 0 ? 1 : 0, look, data, firstStep: pair.firstStep };
  pair.shared.draw(stroke);
  pair.alone.draw(stroke);
}

function happen(world: World, deed: Deed): void {
  const pair = world.pairs[deed.lane % world.pairs.length]!;
  if (deed.kind === "draw") draw(world, pair, deed);
  if (deed.kind === "release" && pair.isSized) {
    pair.isSized = false;
    pair.shared.release();
    pair.alone.release();
  }
  if (deed.kind === "replace" && pair.isSized) {
    // The next one that draws there paints over what was left.
    pair.isSized = false;
    pair.shared.destroy();
    pair.shared = world.tile.surface(pair.top);
    draw(world, pair, deed);
  }
  if (deed.kind === "resize") {
    world.columns = deed.columns;
    world.tile.size(deed.columns, world.total);
    for (const each of world.pairs) {
      if (each.isSized) each.alone.release();
      each.isSized = false;
    }
  }
}

/** The tile's rows, lane by lane, are those of the lanes alone, and between them there is nothing. */
function lookAt({ paper, pairs, columns, total }: World): void {
  const expected: number[] = Array(columns * total).fill(0);
  for (const { top, own, isSized } of pairs) {
    if (isSized) for (const [i, pixel] of own.pixels().entries()) expected[top * columns + i] = pixel;
  }
  expect(paper.pixels()).toEqual(expected);
}

describe.each([
  ["here", () => here],
  ["by a worker", byWorker],
])("lanes on one tile, drawn %s", (_, makeOf) => {
  it("paint exactly their own rows, with what a canvas of their own would hold", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }), fc.nat(2)), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 12 }),
        fc.array(anyDeed, { maxLength: 40 }),
        async (heights, columns, deeds) => {
          const world = createWorld(makeOf(), heights, columns);
          for (const deed of deeds) {
            // Lanes are laid anew between frames, and draw in them.
            if (deed.kind !== "draw") await sent();
            if (deed.kind === "look") lookAt(world);
            else happen(world, deed);
          }
          await sent();
          lookAt(world);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("leave their rows empty when they are released, and others as they were", async () => {
    const { paper, pairs } = createWorld(
      makeOf(),
      [
        [2, 0],
        [3, 0],
        [2, 0],
      ],
      4,
    );
    for (const { shared, rows } of pairs) {
      shared.size(4, rows);
      shared.draw(whole(4));
    }
    await sent();
    const before = paper.pixels();
    expect(before.filter((pixel) => pixel !== 0)).toHaveLength(4 * 7);
    pairs[1]!.shared.release();
    await sent();
    expect(paper.pixels()).toEqual(before.map((pixel, i) => (i >= 8 && i < 20 ? 0 : pixel)));
  });

  it("are gone when the tile is sized anew, and draw nothing until they have pixels again", async () => {
    const { paper, tile, pairs } = createWorld(
      makeOf(),
      [
        [2, 0],
        [3, 0],
      ],
      4,
    );
    for (const { shared, rows } of pairs) {
      shared.size(4, rows);
      shared.draw(whole(4));
    }
    await sent();
    expect(paper.pixels()).not.toContain(0);
    tile.size(6, 5);
    for (const { shared } of pairs) shared.draw(whole(4));
    await sent();
    expect(paper.pixels()).toEqual(Array(30).fill(0));
    tile.release();
    await sent();
    expect(paper.canvas.width).toBe(0);
  });

  it("are cut off at the tile's end, and draw nothing beyond it", async () => {
    const paper = createPaper();
    const tile = makeOf()(paper.canvas);
    tile.size(4, 8);
    const [last, beyond] = [tile.surface(5), tile.surface(8)];
    last.size(4, 10);
    beyond.size(4, 10);
    last.draw(whole(4));
    beyond.draw(whole(4));
    beyond.release();
    await sent();
    const alone = createPaper();
    const surface = wholeOf(createTile(alone.canvas));
    surface.size(4, 3);
    surface.draw(whole(4));
    expect(paper.pixels()).toEqual([...Array(20).fill(0), ...alone.pixels()]);
  });
});

describe("a tile", () => {
  it("says of a lane that it has no pixels for it", () => {
    const tile = createTile(createPaper().canvas);
    expect(tile.surface(0).size(4, 3)).toBe(false);
    tile.size(4, 8);
    expect(tile.surface(8).size(4, 3)).toBe(false);
    expect(tile.surface(0).size(5, 3)).toBe(false);
    expect(tile.surface(0).size(4, 3)).toBe(true);
    tile.size(0, 8);
    expect(tile.surface(0).size(0, 3)).toBe(false);
  });

  it("shows all lanes of a frame together, and asks for that once", () => {
    const paper = createPaper();
    const due: (() => void)[] = [];
    const tile = createTile(paper.canvas, (show) => due.push(show));
    tile.size(4, 6);
    const surfaces = [0, 2, 4].map((top) => tile.surface(top));
    for (let frame = 1; frame <= 3; frame++) {
      for (const surface of surfaces) {
        if (frame === 1) surface.size(4, 2);
        surface.draw(whole(4));
      }
      expect(due).toHaveLength(1);
      expect(paper.puts).toBe(frame - 1);
      for (const show of due.splice(0)) show();
      expect(paper.puts).toBe(frame);
      expect(paper.pixels().filter((pixel) => pixel !== 0)).toHaveLength(4 * 6);
    }
  });

  it("that was let go of before it was shown shows nothing, and is shown again later", () => {
    const paper = createPaper();
    const due: (() => void)[] = [];
    const tile = createTile(paper.canvas, (show) => due.push(show));
    const surface = tile.surface(0);
    const drawAnew = () => {
      tile.size(4, 2);
      surface.size(4, 2);
      surface.draw(whole(4));
    };
    drawAnew();
    tile.release();
    for (const show of due.splice(0)) show();
    expect(paper.puts).toBe(0);
    drawAnew();
    for (const show of due.splice(0)) show();
    expect(paper.pixels().filter((pixel) => pixel !== 0)).toHaveLength(8);
  });
});
