import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { childScript, killRepeatedly } from "./kill.ts";

test("whenever the process is killed around a send, every alert and its end is told, each under one id, and goes on as it was", async () => {
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
    const nothing = { lost: [], forgotten: [], otherIds: [], untrue: [], twice: [], torn: [] };
    expect(found).toMatchObject(nothing);
    expect(found.kept).toBeGreaterThanOrEqual(4);
    expect(found.goneOn).toBeGreaterThan(0);
  } finally {
    rmSync(dir, { recursive: true });
  }
}, 240_000);
