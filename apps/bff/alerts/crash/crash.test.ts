import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { childScript, killRepeatedly } from "./kill.ts";

test("whenever the process is killed around a send, every alert is told, each under one id", async () => {
  const dir = mkdtempSync(join(tmpdir(), "alert-crash-"));
  try {
    const script = join(dir, "child.mjs");
    await build({
      entryPoints: [childScript],
      outfile: script,
      bundle: true,
      platform: "node",
      format: "esm",
      external: ["libsql", "@duckdb/*"],
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
      logLevel: "error",
    });
    symlinkSync(join(import.meta.dirname, "../../../../node_modules"), join(dir, "node_modules"));
    mkdirSync(join(dir, "data"));
    const found = await killRepeatedly({ script, dir: join(dir, "data"), kills: 5 });
    expect(found).toMatchObject({ lost: [], forgotten: [], otherIds: [], untrue: [] });
    expect(found.kept).toBeGreaterThanOrEqual(4);
  } finally {
    rmSync(dir, { recursive: true });
  }
}, 120_000);
