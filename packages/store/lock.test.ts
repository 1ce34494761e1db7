import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bundleInto } from "./crash/bundle.ts";
import { lockFolder } from "./lock.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function holderOf(folder: string): Promise<ChildProcess> {
  const script = await bundleInto(dir, join(import.meta.dirname, "crash/lock-child.ts"));
  const child = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = await once(child.stdout!, "data");
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
  const child = await holderOf(dir);
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
