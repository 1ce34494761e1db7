import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeOwnFolder } from "./own-folder.ts";

let parent: string;
let deadPid: number;

beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), "own-folder-test-"));
  const child = spawn(process.execPath, ["-e", ""]);
  deadPid = child.pid!;
  await once(child, "exit");
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** A folder that a run has left. */
function left(name: string, owner?: string): string {
  const folder = join(parent, name);
  mkdirSync(join(folder, "api-1"), { recursive: true });
  writeFileSync(join(folder, "api-1", "events"), "x");
  if (owner !== undefined) writeFileSync(join(folder, "owner"), owner);
  return folder;
}

describe("a folder of one's own", () => {
  it("is there, is new each time, and stays while its process runs", () => {
    const [one, other] = [makeOwnFolder(parent), makeOwnFolder(parent)];
    expect(one).not.toBe(other);
    expect([existsSync(one), existsSync(other)]).toEqual([true, true]);
  });

  it("is removed by the next run where its process is gone", () => {
    const gone = left("mock-production-gone", `${deadPid} ${hostname()}`);
    makeOwnFolder(parent);
    expect(existsSync(gone)).toBe(false);
  });

  it("is left alone where that is not certain, and so is all else", () => {
    const elsewhere = left("elsewhere", `${deadPid} ${hostname()}`);
    symlinkSync(elsewhere, join(parent, "mock-production-link"));
    const kept = [
      left("mock-production-1", `${process.pid} ${hostname()}`),
      left("mock-production-2"),
      left("mock-production-3", `${deadPid} another-machine`),
      left("mock-production-4", "0 "),
      left("mock-production-5", `-1 ${hostname()}`),
      left("another-program-6", `${deadPid} ${hostname()}`),
    ];
    writeFileSync(join(parent, "mock-production.json"), "{}");
    makeOwnFolder(parent);
    for (const folder of kept)
      expect([folder, existsSync(join(folder, "api-1", "events"))]).toEqual([folder, true]);
    expect(existsSync(join(elsewhere, "owner"))).toBe(true);
    expect(readdirSync(parent)).toContain("mock-production.json");
  });
});
