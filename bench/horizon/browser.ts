import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CDPSession, Page } from "@playwright/test";
import { launchChromium, scriptOf } from "../ground/browser.ts";

const d3File = fileURLToPath(import.meta.resolve("d3-v3/d3.min.js"));
const cubismFile = fileURLToPath(import.meta.resolve("cubism/cubism.v1.min.js"));

/** The same for both, as plain as in the examples of Cubism; or with rows of which the browser leaves out what is out of sight. */
const htmlOf = (rows: "plain" | "left out") => `<!doctype html><title>horizon</title><style>
  body { margin: 0; background: #0a0d13; color: #e8ecf3; font: 12px sans-serif; }
  .horizon { position: relative; height: 26px; border-bottom: 1px solid #1d2430; ${rows === "plain" ? "" : "content-visibility: auto; will-change: transform;"} }
  .horizon canvas { position: absolute; left: 0; top: 0; }
  .title, .value { position: absolute; top: 5px; }
  .title { left: 8px; }
  .value { right: 8px; }
</style><body></body>`;

/** Processor time of the page's main thread so far, ms. */
export interface Spent {
  readonly task: number;
  readonly script: number;
  /** Style and layout. */
  readonly layout: number;
}

/** A page of one of the two walls, under measurement. */
export interface Wall {
  readonly page: Page;
  readonly cdp: CDPSession;
  spent(): Promise<Spent>;
  /** What JavaScript holds after a collection of garbage, with the memory of its arrays, bytes. */
  heapBytes(): Promise<number>;
  /** Calls one of the page's own functions, with arguments as JSON. */
  call(name: string, ...given: unknown[]): Promise<unknown>;
}

/** Opens a page of a wall in a browser of its own, does what is asked with it and closes it. */
export async function withWall<Found>(
  whose: "ours" | "peer",
  work: (wall: Wall) => Promise<Found>,
  rows: "plain" | "left out" = "plain",
): Promise<Found> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
    const faults: Error[] = [];
    page.on("pageerror", (error) => faults.push(error));
    await page.setContent(htmlOf(rows));
    if (whose === "peer") {
      await page.addScriptTag({ path: d3File });
      await page.addScriptTag({ path: cubismFile });
    }
    const file = whose === "ours" ? "page.ts" : "peer-page.ts";
    await page.addScriptTag({ content: await scriptOf(join("horizon", file), { minify: true }) });
    const cdp = await page.context().newCDPSession(page);
    // Time of the thread itself: what else the machine does is not counted.
    await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.evaluate("bench.prepare()");
    const found = await work({
      page,
      cdp,
      spent: () => spent(cdp),
      heapBytes: () => heapBytes(cdp),
      call: (name, ...given) => page.evaluate(`bench.${name}(${given.map((g) => JSON.stringify(g)).join()})`),
    });
    if (faults[0] !== undefined) throw new Error(`the page of ${whose} failed`, { cause: faults[0] });
    return found;
  } finally {
    await browser.close();
  }
}

/** What a worker that draws for our wall runs; a measured one tells how long it was at work. */
export const workerScript = ({ measured = false } = {}) =>
  scriptOf(join("horizon", measured ? "measured-worker.ts" : "worker.ts"), { minify: true });

async function spent(cdp: CDPSession): Promise<Spent> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  const ms = (name: string) => 1_000 * (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN);
  return {
    task: ms("TaskDuration"),
    script: ms("ScriptDuration"),
    layout: ms("LayoutDuration") + ms("RecalcStyleDuration"),
  };
}

async function heapBytes(cdp: CDPSession): Promise<number> {
  // What one collection frees may free more in the next.
  for (let i = 0; i < 3; i++) await cdp.send("HeapProfiler.collectGarbage");
  const usage = await cdp.send("Runtime.getHeapUsage");
  return usage.usedSize + usage.backingStorageSize;
}

/** What was spent between two readings. */
export const between = (from: Spent, to: Spent): Spent => ({
  task: to.task - from.task,
  script: to.script - from.script,
  layout: to.layout - from.layout,
});
