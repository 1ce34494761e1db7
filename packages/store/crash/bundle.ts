import { symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

/** Bundles a script of this room into `dir` for a process of its own, and says where it is. */
export async function bundleInto(dir: string, script: string): Promise<string> {
  const outfile = join(dir, basename(script).replace(/\.ts$/, ".mjs"));
  await build({
    entryPoints: [script],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["libsql", "@duckdb/*"],
    logLevel: "error",
  });
  symlinkSync(join(import.meta.dirname, "../../../node_modules"), join(dir, "node_modules"));
  return outfile;
}
