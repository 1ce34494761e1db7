// Builds each program into one file (packages of the registry stay outside) and the page with its compressed twins.
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build as bundle } from "esbuild";
import { build as buildPage } from "vite";
import { root } from "./workspace.mjs";

/** Second exports come first: an alias also covers what stands below it. */
const exportsOf = {
  "contracts/remote-write": "contracts/remote-write/index.ts",
  "client/pino": "client/pino.ts",
  "store/answers": "store/adapters/prometheus-answers.ts",
  "alerts/delivery": "alerts/delivery/index.ts",
  ...Object.fromEntries(
    ["series", "contracts", "promql", "functions", "sources", "pipeline", "store", "alerts", "client"].map(
      (name) => [name, `${name}/index.ts`],
    ),
  ),
};
const alias = {
  ...Object.fromEntries(
    Object.entries(exportsOf).map(([name, file]) => [
      `@mission-control/${name}`,
      join(root, "packages", file),
    ]),
  ),
  "cubism-es": join(root, "packages", "cubism-es", "index.ts"),
};

/** One file for Node from each entry of an app; its name is the entry's own. */
function buildApp(name, ...entries) {
  return bundle({
    absWorkingDir: root,
    entryPoints: entries.map((entry) => `apps/${name}/${entry}`),
    outdir: `apps/${name}/dist`,
    entryNames: "[name]",
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    sourcemap: true,
    packages: "external",
    alias,
    logLevel: "warning",
  });
}

/** The demo's own page: its files as they are, and its script in one file. */
async function buildDemoPage() {
  const from = join(root, "apps", "demo", "page", "browser");
  const to = join(root, "apps", "demo", "dist", "page");
  await bundle({
    absWorkingDir: root,
    entryPoints: [join(from, "page.ts")],
    outfile: join(to, "page.js"),
    bundle: true,
    minify: true,
    target: "es2023",
    format: "esm",
    alias,
    logLevel: "warning",
  });
  for (const file of readdirSync(from).filter((name) => !name.endsWith(".ts")))
    cpSync(join(from, file), join(to, file));
}

function compressTwins(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) compressTwins(path);
    else if (/\.(js|css|html|svg|json)$/.test(entry.name)) {
      const bytes = readFileSync(path);
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      writeFileSync(`${path}.br`, brotliCompressSync(bytes));
    }
  }
}

await Promise.all([
  buildApp(
    "bff",
    "main.ts",
    "evaluate/worker.ts",
    "functions/functions-worker.ts",
    "views/views-worker.ts",
    "probes/probe-worker.ts",
  ),
  buildApp("agent", "main.ts"),
  buildApp("demo", "main.ts", "live/instance.ts"),
  buildDemoPage(),
]);
await buildPage({ configFile: join(root, "vite.config.ts"), logLevel: "warn" });
compressTwins(join(root, "apps", "web", "dist"));
