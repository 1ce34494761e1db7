// Builds each program into one file (packages of the registry stay outside) and the page with its compressed twins.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build as bundle } from "esbuild";
import { build as buildPage } from "vite";
import { root } from "./workspace.mjs";

/** Second exports come first: an alias also covers what stands below it. */
const exportsOf = {
  "contracts/remote-write": "contracts/remote-write/index.ts",
  ...Object.fromEntries(
    ["series", "contracts", "promql", "sources", "pipeline", "store", "client"].map((name) => [
      name,
      `${name}/index.ts`,
    ]),
  ),
};
const alias = Object.fromEntries(
  Object.entries(exportsOf).map(([name, file]) => [`@mission-control/${name}`, join(root, "packages", file)]),
);

/** One file for Node from an app's `main.ts`. */
function buildApp(name) {
  return bundle({
    absWorkingDir: root,
    entryPoints: [`apps/${name}/main.ts`],
    outfile: `apps/${name}/dist/main.js`,
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

await Promise.all(["bff", "agent"].map(buildApp));
await buildPage({ configFile: join(root, "vite.config.ts"), logLevel: "warn" });
compressTwins(join(root, "apps", "web", "dist"));
