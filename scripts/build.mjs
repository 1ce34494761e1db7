// Builds the server into one file (packages of the registry stay outside) and the page with its compressed twins.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build as bundle } from "esbuild";
import { build as buildPage } from "vite";
import { root } from "./workspace.mjs";

const workspaces = ["series", "contracts", "promql", "sources", "pipeline", "store"];

async function buildServer() {
  await bundle({
    absWorkingDir: root,
    entryPoints: ["apps/bff/main.ts"],
    outfile: "apps/bff/dist/main.js",
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    sourcemap: true,
    packages: "external",
    alias: Object.fromEntries(
      workspaces.map((name) => [`@mission-control/${name}`, join(root, "packages", name, "index.ts")]),
    ),
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

await buildServer();
await buildPage({ configFile: join(root, "vite.config.ts"), logLevel: "warn" });
compressTwins(join(root, "apps", "web", "dist"));
