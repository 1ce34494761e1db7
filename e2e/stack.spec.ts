import { type Browser, expect, type Page, test } from "@playwright/test";
import { servePage } from "./bundled-page.ts";

/** What is waited for comes within a frame or two. */
const poll = <T>(ask: () => Promise<T>) => expect.poll(ask, { intervals: [50] });

/** The same lanes three times, side by side: each on a canvas of its own, on a stack, and on one that a worker draws. */
const PAGE = `
  import {
    createComparison, createContext, createHorizon, createLine, createMetric, darkRamps, shift,
  } from "./packages/cubism-es/index.ts";
  import { createStack } from "./packages/cubism-es/stack.ts";
  import { createLaneWorker } from "./packages/cubism-es/worker.ts";

  const LANES = 60;
  const END = 1_000_000_000;
  const heights = new URLSearchParams(location.search).get("heights").split(",").map(Number);
  const context = createContext({ step: 1_000, size: 200, columnPx: 2, endMs: END });
  const metrics = Array.from({ length: LANES }, (_, lane) => {
    const metric = createMetric(context, { keepMs: 100_000 });
    const valueOf = (_, i) => (i % (50 + lane) === 0 ? NaN : (30 + lane) * Math.sin(i / (9 + lane)));
    metric.load(context.timeOf(-100), Array.from({ length: 300 }, valueOf));
    return metric;
  });

  // What the worker was told to take and not told to let go of.
  const held = { lane: new Set(), canvas: new Set() };
  const thread = new Worker("/worker.js");
  thread.onerror = ({ message }) => {
    throw new Error(message);
  };
  const worker = createLaneWorker({
    postMessage(messages, transfer) {
      for (const message of messages) {
        if (message.do === "lane") held.lane.add(message.to);
        if (message.do === "take" || message.do === "takeInk") held.canvas.add(message.to);
        if (message.do === "destroy") for (const each of Object.values(held)) each.delete(message.to);
      }
      thread.postMessage(messages, transfer);
    },
    addEventListener: (type, listener) => thread.addEventListener(type, listener),
  });

  const heightOf = (lane) => heights[lane % heights.length];
  const make = (lane, on) => {
    const height = heightOf(lane);
    const style = { context, ...on, height, ramp: darkRamps.blue, extent: { min: -70, max: 70 } };
    const metric = metrics[lane];
    if (lane % 3 === 0) return createHorizon({ ...style, metric });
    if (lane % 3 === 1) return createLine({ ...style, metric });
    return createComparison({ ...style, primary: metric, secondary: shift(metric, 20_000) });
  };

  function standIn(box, laneOn) {
    const rows = [];
    for (let lane = 0; lane < LANES; lane++) {
      if (lane % 10 === 0) {
        const heading = box.appendChild(document.createElement("h2"));
        heading.textContent = "Lanes from " + lane;
      }
      const element = box.appendChild(document.createElement("div"));
      // Some are higher than what is drawn in them.
      element.style.height = heightOf(lane) + (lane % 7 === 0 ? 8 : 0) + "px";
      rows.push({ element, ...laneOn(lane, element) });
    }
    return rows;
  }

  const boxOf = (id) => document.getElementById(id);
  function standOnStack(box, worker) {
    const captions = { widthPx: 80, font: "10px sans-serif", colour: "#ffffff", halo: "#000000" };
    const stack = createStack({ context, box, worker, captions });
    const rows = standIn(box, (lane, element) => {
      const row = { seen: [] };
      row.place = stack.place(element, (inSight) => row.seen.push(inSight));
      row.place.write("lane " + lane);
      row.lane = make(lane, { place: row.place });
      return row;
    });
    return { box, stack, rows };
  }

  const apart = standIn(boxOf("apart"), (lane, element) => {
    const canvas = element.appendChild(document.createElement("canvas"));
    const own = make(lane, { canvas });
    own.setVisible(true);
    return { canvas, lane: own };
  });
  let here = standOnStack(boxOf("here"));
  const there = standOnStack(boxOf("there"), worker);
  context.start();

  const tilesOf = ({ box }) => [...box.querySelectorAll("canvas")].filter((c) => c.style.imageRendering === "pixelated");
  const inksOf = ({ box }) => [...box.querySelectorAll("canvas")].filter((c) => c.style.imageRendering !== "pixelated");
  /** The canvas on which an element stands, and where. */
  function under(canvases, element) {
    const { top, bottom } = element.getBoundingClientRect();
    const canvas = canvases.find((each) => {
      const rect = each.getBoundingClientRect();
      return rect.top <= top + 0.1 && rect.bottom >= bottom - 0.1;
    });
    return canvas && { canvas, top: Math.round((top - canvas.getBoundingClientRect().top) * devicePixelRatio) };
  }
  function pixels(canvas, top, rows) {
    if (canvas.width === 0 || rows === 0) return undefined;
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = rows;
    const target = copy.getContext("2d");
    target.drawImage(canvas, 0, top, canvas.width, rows, 0, 0, canvas.width, rows);
    return target.getImageData(0, 0, canvas.width, rows).data;
  }
  const textOf = (canvas, top, rows) => pixels(canvas, top, rows)?.join() ?? "nothing";
  const isSeen = ({ seen }) => seen.at(-1) === true;
  const isOnScreen = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };

  /** What is wrong in words: a lane that does not look as the one apart, or that holds pixels and is not seen. */
  function faults(stand) {
    const tiles = tilesOf(stand);
    return stand.rows.flatMap((row, lane) => {
      const found = under(tiles, row.element);
      if (found === undefined) return [lane + " stands on no canvas"];
      // Of what a worker has, one pixel is the least.
      if (isSeen(row) !== found.canvas.width > 1) return [lane + " is seen: " + isSeen(row) + ", has pixels: " + found.canvas.width];
      if (!isSeen(row)) return isOnScreen(row.element) ? [lane + " is on the screen, but not seen"] : [];
      const own = apart[lane].canvas;
      const below = Math.floor(row.element.getBoundingClientRect().height * devicePixelRatio) - own.height;
      if (pixels(found.canvas, found.top + own.height, below)?.some((value) => value !== 0)) return [lane + " has pixels below"];
      return textOf(found.canvas, found.top, own.height) === textOf(own, 0, own.height) ? [] : [lane + " looks other"];
    });
  }

  /** How many pixels of a caption there are in the last CSS pixels of a lane. */
  function inked(stand, lane) {
    const { element } = stand.rows[lane];
    const found = under(inksOf(stand), element);
    const width = Math.round(30 * devicePixelRatio);
    const data = found && pixels(found.canvas, found.top, Math.round(heightOf(lane) * devicePixelRatio));
    return data?.filter((value, i) => i % 4 === 3 && value > 200 && (i >> 2) % found.canvas.width >= found.canvas.width - width).length;
  }

  const nextFrame = () => new Promise((next) => requestAnimationFrame(next));
  const all = () => [{ rows: apart }, here, there];
  Object.assign(window, {
    look: () => ({
      faults: [here, there].map(faults),
      seen: [here, there].map(({ rows }) => rows.flatMap((row, lane) => (isSeen(row) ? [lane] : []))),
      held: held.lane.size,
      picture: textOf(apart[0].canvas, 0, apart[0].canvas.height),
    }),
    whole: () => [here, there].map((stand) => tilesOf(stand)
      .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
      .map((canvas) => textOf(canvas, 0, canvas.height))),
    inked: (lane) => [here, there].map((stand) => inked(stand, lane)),
    write: (lane, text) => [here, there].forEach(({ rows }) => rows[lane].place.write(text)),
    goOn(steps) {
      for (const [lane, metric] of metrics.entries())
        for (let i = 1; i <= steps; i++) metric.set(context.endMs + i * 1_000, 40 * Math.cos(i / 7 + lane));
      context.advance(context.endMs + steps * 1_000);
    },
    late() {
      for (const [lane, metric] of metrics.entries()) metric.set(context.timeOf(100), lane % 2 ? 55 : NaN);
    },
    back: () => context.look(context.endMs - 40_000),
    lay: (change) => context.configure(change),
    shrink: (lane, height) => all().forEach(({ rows }) => rows[lane].lane.configure({ height })),
    remove(lane) {
      for (const { rows } of all()) {
        rows[lane].lane.destroy();
        rows[lane].element.remove();
        rows.splice(lane, 1);
      }
    },
    swap(one, other) {
      for (const { rows, stack } of all()) {
        const [a, b] = [rows[one].element, rows[other].element];
        const place = document.createComment("");
        a.replaceWith(place);
        b.replaceWith(a);
        place.replaceWith(b);
        stack?.refresh();
      }
    },
    grow() {
      for (const { box } of [{ box: boxOf("apart") }, here, there]) box.querySelector("h2").style.height = "80px";
    },
    fold(lane, folds) {
      for (const { rows } of all()) rows[lane].element.style.display = folds ? "none" : "";
    },
    /** Makes one stack anew, so that all of it is drawn whole. */
    anew() {
      here.stack.destroy();
      boxOf("here").replaceChildren();
      here = standOnStack(boxOf("here"));
    },
    /** Ends both while lanes wait to be drawn where they were moved to. */
    async end() {
      window.swap(0, 4);
      await nextFrame();
      for (const { stack } of [here, there]) stack.destroy();
      for (const { rows } of [here, there]) {
        rows[1].place.write("too late");
        rows[1].lane.destroy();
      }
      window.goOn(1);
      await nextFrame();
      await nextFrame();
      const left = [here, there].map(({ box }) => box.querySelectorAll("canvas").length);
      return { left, seen: [here, there].map(({ rows }) => rows.filter(isSeen).length) };
    },
    held: () => held.lane.size + held.canvas.size,
  });
`;

const HTML = `<!doctype html><title>Stacks</title><style>
  body { margin: 0; display: flex; background: #0a0d13; color: white }
  body > div { position: relative; isolation: isolate; width: 420px; flex: none }
  h2 { margin: 0; height: 40px; font-size: 16px; overflow: hidden }
  canvas { display: block }
</style><body><div id="apart"></div><div id="here"></div><div id="there"></div><script src="/page.js"></script>`;

interface Looked {
  readonly faults: readonly (readonly string[])[];
  readonly seen: readonly (readonly number[])[];
  readonly held: number;
  readonly picture: string;
}

interface Shown {
  look(): Looked;
  whole(): [string[], string[]];
  inked(lane: number): (number | undefined)[];
  write(lane: number, text: string): void;
  goOn(steps: number): void;
  late(): void;
  back(): void;
  lay(change: { size?: number; columnPx?: number }): void;
  shrink(lane: number, height: number): void;
  remove(lane: number): void;
  swap(one: number, other: number): void;
  grow(): void;
  fold(lane: number, folds: boolean): void;
  anew(): void;
  end(): Promise<{ left: number[]; seen: number[] }>;
  held(): number;
}

declare const window: Shown;

test.describe("lanes on a stack", () => {
  let served: Awaited<ReturnType<typeof servePage>>;
  test.beforeAll(async () => {
    served = await servePage(HTML, PAGE);
  });
  test.afterAll(() => served.close());

  async function open(browser: Browser, deviceScaleFactor = 1, heights = "26,20,34,30"): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 600 }, deviceScaleFactor });
    const page = await context.newPage();
    page.on("pageerror", (error) => thrown.push(error.message));
    await page.goto(`${served.url}/?heights=${heights}`);
    return page;
  }

  let thrown: string[] = [];
  test.beforeEach(() => {
    thrown = [];
  });

  /**
   * Waits until both stacks look as the lanes apart do, and the worker keeps no lane but those in sight; `last` is a picture
   * that is to be over by then.
   */
  async function same(page: Page, last = ""): Promise<Looked> {
    let looked: Looked | undefined;
    await poll(async () => {
      looked = await page.evaluate(() => window.look());
      const { faults, picture, held, seen } = looked;
      return { faults, isOther: picture !== last, held: held - seen[1]!.length };
    }).toEqual({ faults: [[], []], isOther: true, held: 0 });
    return looked!;
  }

  test("look pixel for pixel as lanes apart, drawn here or by a worker, whatever happens", async ({
    browser,
  }) => {
    const page = await open(browser);
    const first = await same(page);
    let { picture } = first;
    expect(new Set(picture.split(",")).size).toBeGreaterThan(5);
    for (const lanes of first.seen) {
      expect(lanes.length).toBeGreaterThan(20);
      expect(lanes.length).toBeLessThan(50);
    }
    const next = async () => {
      ({ picture } = await same(page, picture));
    };
    await page.evaluate(() => window.goOn(3));
    await next();
    await page.evaluate(() => window.late());
    await next();
    await page.evaluate(() => window.goOn(1));
    await next();
    await page.evaluate(() => window.back());
    await next();
    await page.evaluate(() => window.lay({ size: 130, columnPx: 3 }));
    await next();
    await page.evaluate(() => window.shrink(0, 9));
    await next();
    // Lanes move on the page: the pictures are the same, elsewhere.
    await page.evaluate(() => window.remove(5));
    await same(page);
    await page.evaluate(() => window.swap(2, 16));
    await same(page);
    await page.evaluate(() => window.grow());
    await same(page);
    await page.evaluate(() => window.fold(0, true));
    await expect
      .poll(() => page.evaluate(() => window.look().faults.map((each) => each.length)))
      .toEqual([1, 1]);
    await page.evaluate(() => window.fold(0, false));
    await same(page);
    await page.evaluate(() => window.lay({ size: 131 }));
    await next();
    expect(thrown).toEqual([]);
    await page.context().close();
  });

  test("hold pixels only in sight, and are told so", async ({ browser }) => {
    const page = await open(browser);
    const top = await same(page);
    for (const lanes of top.seen) expect([lanes.includes(0), lanes.includes(59)]).toEqual([true, false]);
    for (const [y, lane, other] of [
      [100_000, 59, 0],
      [0, 0, 59],
    ] as const) {
      await page.evaluate((to) => scrollTo(0, to), y);
      await expect
        .poll(async () => {
          const { seen } = await page.evaluate(() => window.look());
          return seen.map((lanes) => [lanes.includes(lane), lanes.includes(other)]);
        })
        .toEqual([
          [true, false],
          [true, false],
        ]);
      await same(page);
    }
    expect(thrown).toEqual([]);
    await page.context().close();
  });

  for (const ratio of [1, 1.5, 2]) {
    test(`have captions and whole pixels at ${ratio} device pixels to one of CSS`, async ({ browser }) => {
      const page = await open(browser, ratio);
      const { picture } = await same(page);
      await page.evaluate(() => window.goOn(3));
      await same(page, picture);
      const inked = (lane: number) => page.evaluate((at) => window.inked(at), lane);
      const areInked = async (lane: number) => (await inked(lane)).map((count) => (count ?? 0) > 20);
      for (const lane of [0, 5, 6]) await poll(() => areInked(lane)).toEqual([true, true]);
      await page.evaluate(() => window.write(5, ""));
      await poll(() => inked(5)).toEqual([0, 0]);
      for (const lane of [4, 6]) expect(await areInked(lane)).toEqual([true, true]);
      await page.evaluate(() => window.write(5, "again"));
      await poll(() => areInked(5)).toEqual([true, true]);
      expect(thrown).toEqual([]);
      await page.context().close();
    });
  }

  test("of heights that are no whole pixels share none, so that moved ones look as those drawn whole", async ({
    browser,
  }) => {
    const page = await open(browser, 1.5, "27,21,33");
    const equal = () =>
      page.evaluate(() => {
        const [here, there] = window.whole();
        return here.length === there.length && here.every((each, i) => each === there[i]);
      });
    const isDrawn = () =>
      page.evaluate(() => window.whole().map(([first]) => new Set(first?.split(",")).size > 5));
    await poll(isDrawn).toEqual([true, true]);
    await poll(equal).toBe(true);
    const before = await page.evaluate(() => window.whole()[0][0]);
    await page.evaluate(() => window.goOn(3));
    await poll(() => page.evaluate(() => window.whole()[1][0])).not.toBe(before);
    await page.evaluate(() => window.anew());
    await poll(isDrawn).toEqual([true, true]);
    await poll(equal).toBe(true);
    expect(thrown).toEqual([]);
    await page.context().close();
  });

  test("leave nothing behind", async ({ browser }) => {
    const page = await open(browser);
    await same(page);
    expect(await page.evaluate(() => window.end())).toEqual({ left: [0, 0], seen: [0, 0] });
    // It is told once it is done with what it was told before.
    await poll(() => page.evaluate(() => window.held())).toBe(0);
    expect(thrown).toEqual([]);
    await page.context().close();
  });
});
