import { expect, test } from "@playwright/test";
import { servePage } from "./bundled-page.ts";

/** One lane drawn here and the same one drawn by a worker, side by side. */
const PAGE = `
  import { createContext, createHorizon, createLine, createMetric, darkRamps } from "./packages/cubism-es/index.ts";
  import { createLaneWorker } from "./packages/cubism-es/worker.ts";
  const END = 1_000_000_000;
  const context = createContext({ step: 1_000, size: 300, columnPx: 2, endMs: END });
  const metric = createMetric(context);
  const worker = createLaneWorker(new Worker("/worker.js"));
  const make = (create, worker) => {
    const canvas = document.body.appendChild(document.createElement("canvas"));
    create({ context, canvas, metric, height: 26, ramp: darkRamps.blue, ...(worker && { worker }) }).setVisible(true);
    return canvas;
  };
  const pairs = [createHorizon, createLine].map((create) => [make(create), make(create, worker)]);
  metric.load(context.timeOf(0), Array.from({ length: 300 }, (_, i) => (i % 50 === 0 ? NaN : 60 * Math.sin(i / 20))));
  context.start();
  window.goOn = (steps) => {
    for (let i = 0; i < steps; i++) metric.set(context.endMs + (i + 1) * 1_000, 40 * Math.cos(i / 7));
    context.advance(context.endMs + steps * 1_000);
  };
  window.late = () => metric.set(context.timeOf(100), 55);
  window.back = () => context.look(context.endMs - 40_000);
  const pixels = (canvas) => {
    const copy = document.createElement("canvas");
    copy.width = 300;
    copy.height = 26;
    const target = copy.getContext("2d");
    target.drawImage(canvas, 0, 0);
    return target.getImageData(0, 0, 300, 26).data.join();
  };
  window.pictures = () => pairs.map((pair) => pair.map(pixels));
`;

interface Shown {
  goOn(steps: number): void;
  late(): void;
  back(): void;
  pictures(): [string, string][];
}

test.describe("a worker that draws lanes", () => {
  let served: Awaited<ReturnType<typeof servePage>>;
  test.beforeAll(async () => {
    served = await servePage(
      '<!doctype html><title>Lanes</title><body><script src="/page.js"></script>',
      PAGE,
    );
  });
  test.afterAll(() => served.close());

  test("shows pixel for pixel what is drawn on the page", async ({ page }) => {
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(served.url);
    let before = "";
    const same = async () => {
      await expect
        .poll(() =>
          page.evaluate((last) => {
            const pictures = (window as unknown as Shown).pictures();
            return pictures.every(([here, there]) => here === there) && pictures[0]![0] !== last;
          }, before),
        )
        .toBe(true);
      before = await page.evaluate(() => (window as unknown as Shown).pictures()[0]![0]);
    };
    await same();
    expect(new Set(before.split(",")).size).toBeGreaterThan(5);
    for (const move of ["goOn", "late", "goOn", "back"] as const) {
      await page.evaluate((what) => (window as unknown as Shown)[what](3), move);
      await same();
    }
    expect(faults).toEqual([]);
  });
});
