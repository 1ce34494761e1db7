/**
 * Kills a process that evaluates a rule and sends the messages of its alerts, again and again around its sends, and counts what a
 * receiver got: every change that was kept has to arrive, what arrives twice has to have the same id, and each process has to go on
 * with the alerts of the one before. `node bench/alert-kill.mjs [kills]`
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const [kills = "200"] = process.argv.slice(2);
const root = join(import.meta.dirname, "..");
const dir = mkdtempSync(join(tmpdir(), "alert-kill-"));
try {
  await build({
    entryPoints: ["child.ts", "kill.ts"].map((name) => join(root, "apps/bff/alerts/crash", name)),
    outdir: dir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["libsql", "@duckdb/*"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
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
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const { lost, forgotten, otherIds, untrue, twice, torn } = found;
  console.log(
    `${kills} kills around sends in ${seconds} s: ${found.kept} changes kept (${found.acknowledged} acknowledged), ` +
      `${found.received} messages received, ${found.again} of them again with their id; ` +
      `${lost.length} lost, ${forgotten.length} forgotten, ${otherIds.length} told under another id, ${untrue.length} untrue, ` +
      `${twice.length} made twice, ${torn.length} torn; ${found.goneOn} alerts went on over a kill`,
  );
  if ([lost, forgotten, otherIds, untrue, twice, torn].some((found) => found.length > 0))
    process.exitCode = 1;
} finally {
  rmSync(dir, { recursive: true });
}
