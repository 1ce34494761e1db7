/**
 * Kills a process that appends to a data folder, again and again at random moments, and counts what it had acknowledged:
 * nothing may be lost and nothing may be there twice. `node bench/kill.mjs [kills] [samples in a batch]`
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const [kills = "100", batchSize = "200"] = process.argv.slice(2);
const root = join(import.meta.dirname, "..");
const dir = mkdtempSync(join(tmpdir(), "kill-"));
try {
  await build({
    entryPoints: ["child.ts", "kill.ts"].map((name) => join(root, "packages/store/crash", name)),
    outdir: dir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["libsql", "@duckdb/*"],
    logLevel: "error",
  });
  symlinkSync(join(root, "node_modules"), join(dir, "node_modules"));
  mkdirSync(join(dir, "data"));
  const { killRepeatedly } = await import(join(dir, "kill.mjs"));
  const started = performance.now();
  const found = await killRepeatedly({
    script: join(dir, "child.mjs"),
    dir: join(dir, "data"),
    kills: Number(kills),
    batchSize: Number(batchSize),
    liveMs: () => 50 + Math.random() * 750,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${kills} kills in ${seconds} s: ${found.acknowledged} batches with ${found.samples} samples acknowledged, ` +
      `${found.lost.length} batches lost, ${found.twice.length} there twice`,
  );
  for (const { message } of found.problems) console.log(message);
  if (found.lost.length + found.twice.length + found.problems.length > 0) process.exitCode = 1;
} finally {
  rmSync(dir, { recursive: true });
}
