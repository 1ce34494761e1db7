import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

/** For laws: the program of an instance, built as it stands, where it finds the packages it needs. */
export async function buildInstance(): Promise<{ program: string; remove(): void }> {
  const folder = mkdtempSync(join(resolve(import.meta.dirname, "../../../node_modules"), ".instance-"));
  const program = join(folder, "instance.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "instance.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["libsql", "pino", "pino-abstract-transport"],
    logLevel: "error",
  });
  return { program, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
