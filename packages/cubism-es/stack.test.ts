import { manualClock } from "@mission-control/series";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createContext } from "./context.ts";
import { createHorizon } from "./horizon.ts";
import type { LaneWorker } from "./lane.ts";
import { createMetric } from "./metric.ts";
import { createHandCrank, createPage, createPaper } from "./paper.ts";
import { darkRamps } from "./ramps.ts";
import { createStack } from "./stack.ts";
import { createTile } from "./tile.ts";

const STEP = 1_000;
const END = 1_000 * STEP;
const COLUMNS = 6;
const SCREEN_PX = 600;

afterEach(() => vi.unstubAllGlobals());

/** As much of a page as a stack needs: canvases that keep their pixels, and an observer that tells when it is asked to. */
function createFakePage(ratio = 1) {
  let scrollPx = 0;
  let tellEntries: (entries: { target: Element; isIntersecting: boolean }[]) => void = () => {};
  const observed = new Set<Element>();
  const papers = new Map<Element, ReturnType<typeof createPaper>>();
  const page = {
    scrollTo(y: number) {
      scrollPx = y;
    },
    rectOf: (top: number, height: number) => ({ top: top - scrollPx, left: 0, right: COLUMNS, height }),
    box: {
      getBoundingClientRect: () => page.rectOf(0, 0),
      clientTop: 0,
      clientLeft: 0,
      scrollTop: 0,
      scrollLeft: 0,
      prepend() {},
    } as unknown as HTMLElement,
    /** The canvas on which there is a row of the page. */
    canvasAt(y: number): HTMLCanvasElement | undefined {
      return [...papers.values()]
        .map(({ canvas }) => canvas)
        .find(({ style }) => {
          const top = Number.parseFloat(style.top);
          return top <= y && top + Number.parseFloat(style.height) > y;
        });
    },
    /** All that is on it, row by row. */
    rowsAt(y: number): number[][] {
      const canvas = page.canvasAt(y);
      const pixels = (canvas && papers.get(canvas)?.pixels()) ?? [];
      return Array.from({ length: pixels.length / COLUMNS }, (_, row) =>
        pixels.slice(row * COLUMNS, (row + 1) * COLUMNS),
      );
    },
    /** What an observer has to tell, to be told later on. */
    observe(): () => void {
      const entries = [...observed].map((target) => {
        const { style } = target as HTMLCanvasElement;
        const top = Number.parseFloat(style.top) - scrollPx;
        const isIntersecting = top < SCREEN_PX + 200 && top + Number.parseFloat(style.height) > -200;
        return { target, isIntersecting };
      });
      return () => tellEntries(entries);
    },
  };
  vi.stubGlobal("devicePixelRatio", ratio);
  vi.stubGlobal("innerHeight", SCREEN_PX);
  vi.stubGlobal("document", {
    createElement() {
      const paper = createPaper();
      const canvas = Object.assign(paper.canvas, {
        setAttribute() {},
        remove: () => void papers.delete(paper.canvas),
      });
      papers.set(canvas, paper);
      return canvas;
    },
  });
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(listener: typeof tellEntries) {
        tellEntries = listener;
      }
      observe = (element: Element) => void observed.add(element);
      unobserve = (element: Element) => void observed.delete(element);
      disconnect = () => observed.clear();
    },
  );
  return page;
}

/** Rows that are lanes of one colour, as high as their elements. */
function setUp(count: number, heightPx: number, worker?: LaneWorker) {
  const page = createFakePage();
  const context = createContext({ clock: manualClock(END), step: STEP, size: COLUMNS, endMs: END });
  const metric = createMetric(context);
  metric.load(context.timeOf(0), Array(COLUMNS).fill(10));
  const crank = createHandCrank();
  context.start(crank.request, createPage());
  const stack = createStack({ context, box: page.box, worker });
  const rows = Array.from({ length: count }, (_, i) => {
    const row = { top: i * heightPx, height: heightPx, told: [] as boolean[] };
    const element = {
      getBoundingClientRect: () => page.rectOf(row.top, row.height),
      setAttribute() {},
    } as unknown as HTMLElement;
    const place = stack.place(element, (inSight) => row.told.push(inSight));
    const extent = { min: 0, max: 10 };
    const lane = createHorizon({ context, place, metric, height: heightPx, ramp: darkRamps.blue, extent });
    return Object.assign(row, { lane });
  });
  /** A frame, and what is shown when its script is over. */
  const turn = async () => {
    crank.turn();
    await Promise.resolve();
  };
  /** They stand where they are to stand, and are drawn. */
  const begin = async () => {
    await turn();
    page.observe()();
    await turn();
  };
  return { page, context, stack, rows, turn, begin };
}

const byTop = (a: HTMLCanvasElement, b: HTMLCanvasElement) =>
  Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top);

/** Of each row whether all of it is painted; undefined where only a part of it is. */
const painted = (rows: readonly (readonly number[])[]) =>
  rows.map((row) => {
    if (row.every((pixel) => pixel !== 0)) return true;
    return row.every((pixel) => pixel === 0) ? false : undefined;
  });

describe("lanes on a stack", () => {
  it("leave nothing below where they become less high in an element that does not", async () => {
    const { page, rows, begin, turn } = setUp(3, 4);
    await begin();
    expect(painted(page.rowsAt(0))).toEqual(Array(12).fill(true));
    rows[1]!.lane.configure({ height: 1 });
    await turn();
    const [all, none] = [Array(4).fill(true), Array(3).fill(false)];
    expect(painted(page.rowsAt(0))).toEqual([...all, true, ...none, ...all]);
  });

  it("are all drawn in the frame in which the page is zoomed", async () => {
    const { page, rows, begin, turn } = setUp(3, 4);
    await begin();
    vi.stubGlobal("devicePixelRatio", 2);
    for (const { lane } of rows) lane.redraw();
    await turn();
    expect(painted(page.rowsAt(0))).toEqual(Array(24).fill(true));
  });

  it("tell a place that is gone nothing any more", async () => {
    const { page, stack, rows, begin, turn } = setUp(3, 4);
    await begin();
    const [gone, left] = [rows[1]!, rows[2]!];
    page.scrollTo(5_000);
    const away = page.observe();
    page.scrollTo(0);
    const back = page.observe();
    gone.lane.destroy();
    const [goneTold, leftTold] = [gone.told.length, left.told.length];
    away();
    back();
    expect(left.told.slice(leftTold)).toEqual([false, true]);
    expect(gone.told).toHaveLength(goneTold);
    stack.destroy();
    expect(left.told.at(-1)).toBe(false);
    const last = left.told.length;
    back();
    await turn();
    expect(left.told).toHaveLength(last);
    expect(gone.told).toHaveLength(goneTold);
  });

  /** Folds the first rows away and moves the others up. */
  function fold(rows: { top: number; height: number }[], count: number): number {
    const folded = rows.slice(0, count).reduce((sum, { height }) => sum + height, 0);
    for (const [i, row] of rows.entries()) {
      row.top = Math.max(0, row.top - folded);
      if (i < count) row.height = 0;
    }
    return folded;
  }

  it("stay where they are and as they are when whole canvases fold away above", async () => {
    // 14 of them on one canvas.
    const { page, stack, rows, begin, turn } = setUp(140, 30);
    page.scrollTo(70 * 30);
    await begin();
    const seen = rows[75]!;
    const canvas = page.canvasAt(seen.top);
    expect(canvas?.width).toBe(COLUMNS);
    const told = seen.told.length;
    page.scrollTo(70 * 30 - fold(rows, 28));
    stack.refresh();
    await turn();
    expect(page.canvasAt(seen.top)).toBe(canvas);
    expect(seen.told).toHaveLength(told);
    expect(painted(page.rowsAt(seen.top))).toEqual(Array(420).fill(true));
  });

  it("have their canvas handed to a worker when the first of them draws, and let go when they are gone", async () => {
    const handed: HTMLCanvasElement[] = [];
    const released: HTMLCanvasElement[] = [];
    const ended: HTMLCanvasElement[] = [];
    const { page, stack, begin } = setUp(140, 30, {
      tile(canvas, soon) {
        handed.push(canvas);
        const tile = createTile(canvas, soon);
        return {
          ...tile,
          release() {
            released.push(canvas);
            tile.release();
          },
          destroy() {
            ended.push(canvas);
            tile.destroy();
          },
        };
      },
      ink: () => ({ size() {}, write() {}, destroy() {} }),
    });
    const canvases = [...Array(10).keys()].map((i) => () => page.canvasAt(i * 420)!);
    await begin();
    // Those on the screen and 200 pixels below it, of ten.
    const near = canvases.slice(0, 2).map((of) => of());
    expect(handed).toEqual(near);
    page.scrollTo(2_100);
    await begin();
    const far = canvases.slice(4, 7).map((of) => of());
    expect(handed.slice(2).sort(byTop)).toEqual(far);
    expect(released).toEqual(near);
    expect(ended).toEqual([]);
    page.scrollTo(0);
    await begin();
    // Once is enough for a canvas.
    expect(handed).toHaveLength(5);
    stack.destroy();
    expect(ended.sort(byTop)).toEqual([...near, ...far]);
  });

  it("are not empty for a frame where they come to stand on other canvases", async () => {
    for (const count of [1, 5, 13, 20, 35]) {
      const { page, stack, rows, begin, turn } = setUp(140, 30);
      await begin();
      fold(rows, count);
      stack.refresh();
      // They are given their places in one frame, and drawn in the next.
      await turn();
      await turn();
      const shown = rows.slice(count, count + SCREEN_PX / 30);
      expect(shown.map(({ told }) => told.at(-1))).toEqual(shown.map(() => true));
      for (const { top } of shown) expect(painted(page.rowsAt(top))).not.toContain(false);
      expect(rows.filter(({ told }) => told.at(-1)).length).toBeLessThan(60);
    }
  });
});
