import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../../..");

/** A worker of the server, built for a law as it is built to be shipped: `entry` is its path below `apps/bff`. */
export async function builtWorker(entry: string) {
  // Below node_modules, so that the packages a bundle leaves out are found from it.
  const folder = mkdtempSync(join(root, "node_modules", ".mission-control-worker-"));
  const file = join(folder, "worker.mjs");
  await build({
    absWorkingDir: root,
    entryPoints: [join(root, "apps/bff", entry)],
    outfile: file,
    bundle: true,
    external: ["piscina", "yaml"],
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}
