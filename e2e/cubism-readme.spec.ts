import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "..");
const room = join(root, "packages", "cubism-es");

test("the page in cubism-es' README is one: twenty lanes are drawn, and move", async ({ page }) => {
  const [, example] = /```ts\n(.*?)```/s.exec(readFileSync(join(room, "README.md"), "utf8")) ?? [];
  const built = await build({
    stdin: { contents: example ?? "", loader: "ts", resolveDir: room },
    alias: { "cubism-es/page": join(room, "page.ts"), "cubism-es": join(room, "index.ts") },
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    logLevel: "silent",
  });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.setContent('<!doctype html><title>lanes</title><div id="lanes"></div>');
  await page.addScriptTag({ content: built.outputFiles[0]!.text });
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
