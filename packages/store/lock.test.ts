import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFolder } from "./lock.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function holderIn(folder: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, `lock-holder-${process.pid}.mjs`);
  await build({
    stdin: {
      contents: `import { lockFolder } from "./lock.ts";
        console.log(lockFolder(process.argv[2]).taken);
        setInterval(() => {}, 1000);`,
      resolveDir: import.meta.dirname,
    },
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["libsql"],
    logLevel: "error",
  });
  const child = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = await once(child.stdout!, "data");
  rmSync(script);
  expect(String(said)).toBe("false\n");
  return child;
}

test("a folder is taken once, until it is released", () => {
  const first = lockFolder(dir);
  expect(first.taken).toBe(false);
  expect(lockFolder(dir)).toEqual({ taken: true, message: expect.stringContaining(`pid ${process.pid}`) });
  if (!first.taken) first.release();
  const second = lockFolder(dir);
  expect(second.taken).toBe(false);
  if (!second.taken) second.release();
});

test("another process's folder is refused by its pid and name, and free at once after kill -9", async () => {
  const child = await holderIn(dir);
  const refused = lockFolder(dir);
  expect(refused).toMatchObject({ taken: true });
  expect(refused.taken && refused.message).toContain(`(pid ${child.pid})`);
  expect(refused.taken && refused.message).toContain(dir);
  child.kill("SIGKILL");
  await once(child, "exit");
  const ours = lockFolder(dir);
  expect(ours.taken).toBe(false);
  if (!ours.taken) ours.release();
});

test("a pid left behind by a process long gone, or in use by another, blocks nothing", () => {
  writeFileSync(join(dir, "lock.pid"), "1\n");
  const ours = lockFolder(dir);
  expect(ours.taken).toBe(false);
  if (!ours.taken) ours.release();
});
