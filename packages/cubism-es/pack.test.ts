import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Columns, createColumns, moveColumns } from "./columns.ts";
import type { AnyLook } from "./look.ts";
import { createPack, type Kept, unpack } from "./pack.ts";
import { gapColours, strokeOf, translucent } from "./palette.ts";
import { createPaper } from "./paper.ts";
import { darkRamps } from "./ramps.ts";
import type { Stroke, Surface } from "./surface.ts";
import { createTile } from "./tile.ts";

const ROWS = 8;
const stroke = strokeOf(darkRamps.blue.positive);

/** A line is joined to the column before, so that it shows one that was forgotten, too. */
const look: AnyLook = {
  kind: "line",
  colours: { ...gapColours(darkRamps.blue), stroke, range: translucent(stroke, 0.4) },
  scale: { low: 0, high: 10 },
  strokeRows: 1,
  columnPx: 1,
  pixelRatio: 1,
};

/** The least, the mean and the greatest value of a column. */
type Column = readonly [number, number, number];

interface Lane {
  readonly columns: number;
  readonly plain: readonly boolean[];
}

/** What happens to a lane in a frame: it moves, and columns get other values. */
interface Deed {
  readonly lane: number;
  readonly by: number;
  readonly from: number;
  readonly count: number;
  readonly head: 0 | 1;
  readonly values: readonly Column[];
  /** What was packed so far is sent then. */
  readonly sends: boolean;
  /** The other side learns how the lane looks. */
  readonly tells: boolean;
  /** The other side forgets the lane. */
  readonly ends: boolean;
}

const number = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(Number.POSITIVE_INFINITY));
const anyColumn = fc.oneof(
  number.map((value): Column => [value, value, value]),
  fc.tuple(number, number, number).map((all) => all.sort((a, b) => a - b) as unknown as Column),
  fc.constant<Column>([Number.NaN, Number.NaN, Number.NaN]),
);
const anyLane = fc.record({
  columns: fc.integer({ min: 1, max: 20 }),
  plain: fc.array(fc.boolean(), { minLength: 1, maxLength: 2 }),
});
const anyDeed: fc.Arbitrary<Deed> = fc.record({
  lane: fc.nat(3),
  by: fc.integer({ min: -5, max: 5 }),
  from: fc.nat(19),
  count: fc.nat(20),
  head: fc.constantFrom(0, 1),
  values: fc.array(anyColumn, { minLength: 3, maxLength: 9 }),
  sends: fc.boolean(),
  tells: fc.boolean(),
  ends: fc.integer({ min: 0, max: 15 }).map((each) => each === 0),
});

/** A lane on the page, and what the other side makes of its strokes. */
function createWorld({ columns, plain }: Lane) {
  const here = createPaper();
  const there = createPaper();
  const surfaceOn = ({ canvas }: ReturnType<typeof createPaper>): Surface => {
    const tile = createTile(canvas);
    tile.size(columns, ROWS);
    const surface = tile.surface(0);
    surface.size(columns, ROWS);
    return surface;
  };
  const kept: Kept & { surface: Surface; strokes: number } = {
    columns,
    data: [],
    look: undefined,
    surface: surfaceOn(there),
    strokes: 0,
  };
  const data = plain.map((isPlain) => createColumns(columns, isPlain));
  return {
    here,
    there,
    kept,
    data,
    drawn: surfaceOn(here),
    columns,
    isNew: true,
    isGone: false,
    firstStep: 1_000,
  };
}

type World = ReturnType<typeof createWorld>;

function put(columns: Columns, at: number, [min, mean, max]: Column): void {
  columns.mean[at] = mean;
  if (columns.min === columns.mean) return;
  columns.min[at] = min;
  columns.max[at] = max;
}

/** The stroke of a deed, as a lane would have it: what comes in is painted, and a lane that was never drawn is painted whole. */
function strokeOfDeed(world: World, deed: Deed): Stroke {
  const { columns, data, isNew } = world;
  const by = isNew ? 0 : Math.max(1 - columns, Math.min(columns - 1, deed.by));
  let from = Math.min(deed.from, columns);
  let to = Math.min(columns, from + deed.count);
  if (from === to) [from, to] = [columns, 0];
  if (by > 0) [from, to] = [Math.min(from, columns - by), columns];
  if (by < 0) [from, to] = [0, Math.max(to, -by)];
  if (isNew) [from, to] = [0, columns];
  world.isNew = false;
  world.firstStep += by;
  for (const each of data) {
    moveColumns(each, by);
    for (let i = from; i < to; i++) put(each, i, deed.values[i % deed.values.length]!);
  }
  return { by, from, to, head: by > 0 ? deed.head : 0, look, data, firstStep: world.firstStep };
}

describe("strokes on their way to a worker", () => {
  it("draw there what they would have drawn here, however many go together and whoever is gone", () => {
    fc.assert(
      fc.property(
        fc.array(anyLane, { minLength: 1, maxLength: 4 }),
        fc.array(anyDeed, { minLength: 1, maxLength: 40 }),
        (lanes, deeds) => {
          const pack = createPack();
          const worlds = lanes.map(createWorld);
          const send = () =>
            unpack(
              pack.take() ?? new Float64Array(0),
              (whose) => (worlds[whose - 7]!.isGone ? undefined : worlds[whose - 7]!.kept),
              (kept, each) => {
                kept.strokes++;
                kept.surface.draw(each);
              },
            );
          for (const deed of deeds) {
            const at = deed.lane % worlds.length;
            const world = worlds[at]!;
            if (deed.ends) world.isGone = true;
            if (deed.tells && world.kept.look === undefined) {
              send();
              world.kept.look = look;
              // A lane that nobody knew how to draw has nothing drawn yet.
              world.isNew = true;
            }
            const each = strokeOfDeed(world, deed);
            world.drawn.draw(each);
            pack.add(at + 7, each);
            if (deed.sends) send();
          }
          send();
          for (const { here, there, kept, isGone, data } of worlds) {
            if (isGone) continue;
            if (kept.look === undefined) expect(kept.strokes).toBe(0);
            else expect(there.pixels()).toEqual(here.pixels());
            kept.data.forEach(({ mean, min, max }, reader) => {
              expect([mean, min, max]).toEqual([data[reader]!.mean, data[reader]!.min, data[reader]!.max]);
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("of hundreds of lanes go together, and a lane that is gone shifts no other", () => {
    const pack = createPack();
    const columns = 50;
    const strokes = Array.from({ length: 200 }, (_, lane): Stroke => {
      const data = [createColumns(columns, lane % 3 === 0), createColumns(columns, true)].slice(lane % 2);
      for (const each of data) {
        for (let i = 0; i < columns; i++) put(each, i, [lane, lane + i, lane + 2 * i]);
      }
      return { by: lane, from: 0, to: columns, head: 0, look, data, firstStep: lane * 1_000 };
    });
    for (const [lane, stroke] of strokes.entries()) pack.add(lane, stroke);
    const sent = pack.take()!;
    const arrived: [Kept, Stroke][] = [];
    const lanes = strokes.map((): Kept => ({ columns, data: [], look }));
    unpack(
      sent,
      (whose) => (whose % 5 === 0 ? undefined : lanes[whose]),
      (lane, stroke) => arrived.push([lane, { ...stroke, data: [...stroke.data] }]),
    );
    const left = strokes.filter((_, lane) => lane % 5 !== 0);
    expect(arrived.map(([lane]) => lane)).toEqual(lanes.filter((_, lane) => lane % 5 !== 0));
    expect(arrived.map(([, stroke]) => stroke)).toEqual(left);
  });

  it("are taken once, and nothing is left of them for those that are packed later", () => {
    const pack = createPack();
    const data = [createColumns(3, true)];
    const stroke: Stroke = { by: 1, from: 2, to: 3, head: 0, look, data, firstStep: 5 };
    const arrived = () => {
      const found: [number, number][] = [];
      unpack(
        pack.take() ?? new Float64Array(0),
        (whose) => ({ columns: 3, data: [], look, whose }),
        ({ whose }: Kept & { whose: number }, { firstStep }) => found.push([whose, firstStep]),
      );
      return found;
    };
    expect(pack.take()).toBe(undefined);
    for (const whose of [1, 2, 3]) pack.add(whose, stroke);
    expect(arrived()).toEqual([1, 2, 3].map((whose) => [whose, 5]));
    expect(pack.take()).toBe(undefined);
    pack.add(4, { ...stroke, firstStep: 9 });
    expect(arrived()).toEqual([[4, 9]]);
  });

  it("carry only the columns that changed, and one before them", () => {
    const lengthOf = (from: number, to: number) => {
      const pack = createPack();
      pack.add(1, { by: 1, from, to, head: 0, look, data: [createColumns(900, true)], firstStep: 0 });
      return pack.take()![0]!;
    };
    expect(lengthOf(899, 900) - lengthOf(900, 0)).toBe(2);
    expect(lengthOf(0, 900) - lengthOf(900, 0)).toBe(900);
  });

  it("take no new memory for a step of a hundred lanes, and keep none for what seldom is as much", () => {
    const pack = createPack();
    const step: Stroke = {
      by: 1,
      from: 899,
      to: 900,
      head: 0,
      look,
      data: [createColumns(900, true)],
      firstStep: 0,
    };
    const takeAll = (stroke: Stroke) => {
      for (let lane = 0; lane < 100; lane++) pack.add(lane, stroke);
      return pack.take()!;
    };
    const usual = takeAll(step);
    expect(takeAll(step)).toBe(usual);
    expect(takeAll({ ...step, from: 0 }).length).toBeGreaterThan(90_000);
    const after = takeAll(step);
    expect(after).toHaveLength(usual.length);
    expect(takeAll(step)).toBe(after);
  });

  it("are passed over where the lane has fewer columns by now, and the next lane still draws", () => {
    const pack = createPack();
    const columns = { ...createColumns(4, true) };
    columns.mean.fill(5);
    const whole = { by: 0, from: 0, to: 4, head: 0, look, data: [columns], firstStep: 0 };
    pack.add(1, whole);
    pack.add(2, whole);
    const lanes = new Map<number, Kept>([
      [1, { columns: 3, data: [], look }],
      [2, { columns: 4, data: [], look }],
    ]);
    const drawn: Stroke[] = [];
    unpack(
      pack.take()!,
      (whose) => lanes.get(whose),
      (_, stroke) => drawn.push(stroke),
    );
    expect(drawn.map(({ data }) => [...data[0]!.mean])).toEqual([[5, 5, 5, 5]]);
  });
});
