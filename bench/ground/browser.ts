import { join, resolve } from "node:path";
import { chromium } from "@playwright/test";
import { build } from "esbuild";
import type { Lanes } from "./page.ts";

const root = resolve(process.env.BENCH_ROOT ?? ".");

/** What stands in the page, as a script: it leaves `loadLanes` behind. */
async function pageScript(): Promise<string> {
  const built = await build({
    entryPoints: [join(root, "bench", "ground", "page.ts")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "bench",
    target: "es2022",
    logLevel: "warning",
  });
  return built.outputFiles[0]!.text;
}

let script: Promise<string> | undefined;

/** A browser of its own, with nothing kept. Chromium, named by CHROMIUM_PATH or Playwright's own. */
export async function openBrowser() {
  script ??= pageScript();
  const executablePath = process.env.CHROMIUM_PATH;
  const browser = await chromium.launch({
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
