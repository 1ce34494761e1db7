import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundleInto } from "./bundle.ts";
import { childScript, killRepeatedly } from "./kill.ts";

test("whenever the process is killed, what it acknowledged is there exactly once", async () => {
  const dir = mkdtempSync(join(tmpdir(), "crash-"));
  try {
    mkdirSync(join(dir, "data"));
    const found = await killRepeatedly({
      script: await bundleInto(dir, childScript),
      dir: join(dir, "data"),
      kills: 8,
      batchSize: 20,
      liveMs: () => 50 + Math.random() * 750,
    });
    expect(found).toMatchObject({ lost: [], twice: [], problems: [] });
    expect(found.acknowledged).toBeGreaterThan(100);
  } finally {
    rmSync(dir, { recursive: true });
  }
}, 60_000);
