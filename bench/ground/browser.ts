import { join, resolve } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { build } from "esbuild";
import type { Lanes } from "./page.ts";

const root = resolve(process.env.BENCH_ROOT ?? ".");

/** What stands in a page, as a script; what the file in bench/ exports it leaves behind in `bench`. */
export async function scriptOf(file: string, { minify = false } = {}): Promise<string> {
  const built = await build({
    entryPoints: [join(root, "bench", file)],
    bundle: true,
    write: false,
    minify,
    format: "iife",
    globalName: "bench",
    target: "es2022",
    logLevel: "warning",
  });
  return built.outputFiles[0]!.text;
}

/** A Chromium without a GPU, named by CHROMIUM_PATH or Playwright's own. */
export function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH;
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      // As root Chromium's sandbox cannot start.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

let script: Promise<string> | undefined;

/** A browser of its own, with nothing kept. */
export async function openBrowser() {
  script ??= scriptOf(join("ground", "page.ts"));
  const browser = await launchChromium();
  return {
    /** Loads lanes from a server in a page of that server's own. */
    async load(url: string, lanes: Omit<Lanes, "url">): Promise<{ ms: number; values: number }> {
      const page = await browser.newPage();
      // A path with next to nothing on it.
      await page.goto(`${url}/api/v1/status/buildinfo`);
      const loaded = await page.evaluate(
        `${await script!}; bench.loadLanes(${JSON.stringify({ ...lanes, url })})`,
      );
      await page.close();
      return loaded as { ms: number; values: number };
    },
    close: () => browser.close(),
  };
}
