import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeFolder } from "./folder.ts";

const base = mkdtempSync(join(tmpdir(), "mission-control-folder-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe("a data folder", () => {
  it("is made with those above it, and may be there already", () => {
    const dir = join(base, "a", "b", "c");
    makeFolder(dir);
    makeFolder(dir);
    expect(existsSync(dir)).toBe(true);
  });

  it("that cannot be made is named, at once and in words", () => {
    writeFileSync(join(base, "file"), "");
    expect(() => makeFolder(join(base, "file", "data"))).toThrow(
      /The data folder .*file\/data cannot be made/,
    );
  });

  it.runIf(process.platform === "linux")(
    "in a place that refuses folders is refused, not tried for ever",
    () => {
      expect(() => makeFolder("/proc/nope")).toThrow(/\/proc\/nope cannot be made/);
    },
  );
});
