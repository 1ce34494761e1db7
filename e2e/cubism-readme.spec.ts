import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "..");
const room = join(root, "packages", "cubism-es");
const readme = readFileSync(join(room, "README.md"), "utf8");
const [firstPage = "", stackPage = ""] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
const [workerScript = ""] = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

async function bundle(contents: string): Promise<string> {
  const built = await build({
    stdin: { contents, loader: "ts", resolveDir: room },
    alias: {
      "cubism-es/feed": join(room, "feed.ts"),
      "cubism-es/page": join(room, "page.ts"),
      "cubism-es/stack": join(room, "stack.ts"),
      "cubism-es/worker": join(room, "worker.ts"),
      "cubism-es": join(room, "index.ts"),
    },
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    logLevel: "silent",
  });
  return built.outputFiles[0]!.text;
}

function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (said) => {
    if (said.type() === "error") faults.push(said.text());
  });
  return faults;
}

const HTML = '<!doctype html><title>lanes</title><link rel="icon" href="data:," /><div id="lanes"></div>';

test("the page in cubism-es' README is one: twenty lanes are drawn, and move", async ({ page }) => {
  const faults = faultsOf(page);
  await page.setContent(HTML);
  await page.addScriptTag({ content: await bundle(firstPage) });
  const canvases = page.locator("#lanes canvas");
  await expect(canvases).toHaveCount(20);
  const picture = () => canvases.first().evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await expect.poll(() => canvases.last().evaluate((c: HTMLCanvasElement) => c.width)).toBe(960);
  const paintedColumns = () =>
    canvases.first().evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext("2d")!.getImageData(0, canvas.height - 1, canvas.width, 1);
      return Array.from({ length: canvas.width }, (_, x) => data[4 * x + 3]!).filter((alpha) => alpha > 40)
        .length;
    });
  await expect.poll(paintedColumns).toBeGreaterThan(900);
  const before = await picture();
  await expect.poll(picture).not.toBe(before);
  await expect(canvases.first()).toHaveAttribute("aria-label", /host 1.*latest/);
  await page.mouse.move(300, 100);
  await expect(page.locator("#lanes > div")).toBeVisible();
  expect(faults).toEqual([]);
});

test("so is the other one: a worker draws five hundred lanes on few canvases, and what they say", async ({
  page,
}) => {
  const faults = faultsOf(page);
  const files: Readonly<Record<string, string>> = {
    "/page.js": await bundle(stackPage),
    "/lanes-worker.js": await bundle(workerScript),
  };
  await page.route("http://lanes.test/**", (route) => {
    const script = files[new URL(route.request().url()).pathname];
    return script === undefined
      ? route.fulfill({ contentType: "text/html", body: `${HTML}<script src="/page.js"></script>` })
      : route.fulfill({ contentType: "text/javascript", body: script });
  });
  await page.goto("http://lanes.test/");
  const rows = page.locator("#lanes > div");
  await expect(rows).toHaveCount(500);
  /** How many pixels are drawn, of lanes and of captions, where a row stands. */
  const drawnAt = (row: number) =>
    rows.nth(row).evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      const counts = { lane: 0, caption: 0 };
      for (const canvas of document.querySelectorAll("canvas")) {
        const rect = canvas.getBoundingClientRect();
        if (rect.top > top || rect.bottom < bottom || canvas.width < 2) continue;
        const copy = document.createElement("canvas");
        copy.width = canvas.width;
        copy.height = Math.round(bottom - top);
        const target = copy.getContext("2d")!;
        target.drawImage(canvas, 0, Math.round(rect.top - top));
        const { data } = target.getImageData(0, 0, copy.width, copy.height);
        const count = data.filter((value, i) => i % 4 === 3 && value > 40).length;
        counts[canvas.style.imageRendering === "pixelated" ? "lane" : "caption"] += count;
      }
      return counts;
    });
  const isDrawn = async (row: number) => {
    const { lane, caption } = await drawnAt(row);
    return lane > 5_000 && caption > 50;
  };
  for (const row of [0, 10]) await expect.poll(() => isDrawn(row)).toBe(true);
  expect(await isDrawn(499)).toBe(false);
  await rows.nth(499).scrollIntoViewIfNeeded();
  await expect.poll(() => isDrawn(499)).toBe(true);
  await expect(rows.nth(499)).toHaveAttribute("aria-label", /host 500.*latest/);
  expect(await page.locator("#lanes canvas").count()).toBeLessThan(100);
  expect(faults).toEqual([]);
});
