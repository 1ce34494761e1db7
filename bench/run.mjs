// `npm run bench` runs all benchmarks, `npm run bench -- NAME...` some: builds what they measure, then them.
import { join } from "node:path";
import { build as bundle } from "esbuild";
import { findBrowser } from "../scripts/browser.mjs";
import { build, install, root, run } from "../scripts/workspace.mjs";

await install({ forTests: true });
await build();
const chromium = await findBrowser();
// There, so that packages are found from it.
const outfile = join(root, "node_modules", ".mission-control", "bench.mjs");
await bundle({
  absWorkingDir: root,
  entryPoints: ["bench/main.ts"],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  external: ["@playwright/test", "esbuild", "protobufjs", "snappyjs"],
  sourcemap: "inline",
  logLevel: "warning",
});
const { code } = await run(process.execPath, ["--enable-source-maps", outfile, ...process.argv.slice(2)], {
  env: { BENCH_ROOT: root, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) },
});
process.exitCode = code;
