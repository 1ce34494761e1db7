import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { digestOf, shortRehearsal } from "./digest-child.ts";

/** The digest as another process comes to it. */
async function digestElsewhere(seed: string): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), "rehearsal-"));
  try {
    const outfile = join(dir, "child.mjs");
    const entry = join(import.meta.dirname, "digest-child.ts");
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      external: ["libsql"],
      logLevel: "error",
    });
    symlinkSync(join(import.meta.dirname, "../../../node_modules"), join(dir, "node_modules"));
    const { stdout } = await promisify(execFile)(process.execPath, [outfile, "--digest", seed]);
    return stdout;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe("a rehearsal", { timeout: 60_000 }, () => {
  it("is the same to the byte for the same seed, here again and in another process", async () => {
    const first = digestOf(await shortRehearsal("a"));
    expect(digestOf(await shortRehearsal("a"))).toBe(first);
    expect(await digestElsewhere("a")).toBe(first);
  });

  it("differs for another seed", async () => {
    expect(digestOf(await shortRehearsal("a"))).not.toBe(digestOf(await shortRehearsal("b")));
  });

  it("tells samples in order of time, at the ends of steps, up to its end", async () => {
    const { samples, fromMs, toMs } = await shortRehearsal("c");
    const last = new Map<number, number>();
    for (const [i, ref] of samples.refs.entries()) {
      const timeMs = samples.timesMs[i]!;
      expect(timeMs).toBeGreaterThan(last.get(ref) ?? 0);
      expect(timeMs % 5_000).toBe(0);
      last.set(ref, timeMs);
    }
    expect(Math.min(...samples.timesMs.subarray(0, 10))).toBe(fromMs);
    expect(samples.timesMs.at(-1)).toBe(toMs);
  });
});
