import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CustomFunction, customFunctionSchema } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "./records.ts";

const nowMs = 1_790_000_000_000;
let dir: string;
let records: Records | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "function-records-"));
});
afterEach(async () => {
  await records?.close();
  records = undefined;
  rmSync(dir, { recursive: true });
});

async function open(): Promise<Records> {
  await records?.close();
  records = await openRecords({ dir, clock: manualClock(nowMs) });
  return records;
}

const made = (name: string, more: Partial<CustomFunction> = {}) =>
  customFunctionSchema.parse({ name, kind: "map", code: '(value) => value // "\u{1f680}"\n', ...more });

describe("made functions", () => {
  it("are found by name as they were saved, also after opening again, until they are removed", async () => {
    const { functions } = await open();
    expect(await functions.save(made("b"), nowMs)).toBe("created");
    expect(await functions.save(made("a", { description: "first" }), nowMs)).toBe("created");
    expect(await functions.save(made("a", { description: "then" }), nowMs)).toBe("replaced");
    const again = (await open()).functions;
    expect(await again.list()).toEqual([made("a", { description: "then" }), made("b")]);
    expect(await again.remove("a")).toBe(true);
    expect(await again.remove("a")).toBe(false);
    expect(await again.list()).toEqual([made("b")]);
  });

  it("are left out where a disk made them unreadable", async () => {
    const { functions } = await open();
    for (const name of ["a", "b", "c"]) await functions.save(made(name), nowMs);
    await records?.close();
    records = undefined;
    const db = new Database(join(dir, "records.sqlite"));
    db.exec("UPDATE functions SET body = x'ff00' WHERE name = 'a'");
    db.exec(`UPDATE functions SET body = CAST('{"name":"c"}' AS BLOB) WHERE name = 'c'`);
    db.close();
    expect(await (await open()).functions.list()).toEqual([made("b")]);
  });

  it("are carried over from a file that was damaged", async () => {
    const { functions } = await open();
    for (let i = 0; i < 40; i++)
      await functions.save(made(`f${i}`, { description: "x".repeat(3_000) }), nowMs);
    await records?.close();
    records = undefined;
    const path = join(dir, "records.sqlite");
    const db = new Database(path);
    db.pragma("wal_checkpoint(TRUNCATE)");
    db.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xa5, Math.floor(bytes.length * 0.7)));
    const again = await open();
    expect(readdirSync(dir).some((name) => name.startsWith("records.quarantine-"))).toBe(true);
    const carried = await again.functions.list();
    expect(carried.length).toBeGreaterThan(0);
    expect(carried.length).toBeLessThan(40);
    expect(again.problems()[0]?.message).toContain(`and ${carried.length} of the functions`);
  });
});
