import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MetaRule, MetaTrigger } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "./records.ts";

const nowMs = 1_790_000_000_000;
let dir: string;
let records: Records | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "meta-records-"));
});
afterEach(async () => {
  await close();
  rmSync(dir, { recursive: true });
});

async function close(): Promise<void> {
  await records?.close();
  records = undefined;
}

async function open() {
  await close();
  records = await openRecords({ dir, clock: manualClock(nowMs) });
  return records.meta;
}

const rule = (metric: string, description = "\u{1f680} what it is\nand more"): MetaRule => ({
  match: { metric, labels: { service: "api" } },
  about: { description },
});
const trigger: MetaTrigger = { match: { title: "Flurry" }, about: { icon: "megaphone" } };

describe("what was said", () => {
  it("is found as it was kept, also after opening again, until it is removed", async () => {
    const meta = await open();
    expect(await meta.save("rules", rule("b"), { nowMs })).toEqual({ outcome: "created", version: 1 });
    await meta.save("rules", rule("a", "first"), { nowMs });
    expect(await meta.save("rules", rule("a", "then"), { nowMs })).toEqual({
      outcome: "replaced",
      version: 2,
    });
    await meta.save("triggers", trigger, { nowMs });
    const again = await open();
    expect(await again.list()).toEqual({
      rules: [
        { ...rule("a", "then"), version: 2 },
        { ...rule("b"), version: 1 },
      ],
      triggers: [{ ...trigger, version: 1 }],
    });
    expect(await again.remove("rules", 'a{service="api"}')).toBe(true);
    expect(await again.remove("rules", 'a{service="api"}')).toBe(false);
    expect(await again.remove("triggers", 'b{service="api"}')).toBe(false);
    expect((await again.list()).rules).toEqual([{ ...rule("b"), version: 1 }]);
  });

  it("is never replaced or removed unseen", async () => {
    const meta = await open();
    await meta.save("rules", rule("a"), { nowMs, onto: 0 });
    const meanwhile = { code: "changed_meanwhile" };
    await expect(meta.save("rules", rule("a", "mine"), { nowMs, onto: 0 })).rejects.toMatchObject(meanwhile);
    await meta.save("rules", rule("a", "theirs"), { nowMs, onto: 1 });
    await expect(meta.save("rules", rule("a", "mine"), { nowMs, onto: 1 })).rejects.toMatchObject(meanwhile);
    await expect(meta.remove("rules", 'a{service="api"}', { onto: 1 })).rejects.toMatchObject(meanwhile);
    expect((await meta.list()).rules).toEqual([{ ...rule("a", "theirs"), version: 2 }]);
    expect(await meta.remove("rules", 'a{service="api"}', { onto: 2 })).toBe(true);
    await expect(meta.save("rules", rule("a"), { nowMs, onto: 2 })).rejects.toMatchObject(meanwhile);
    // Made anew, it is of no number that somebody may still hold.
    expect(await meta.save("rules", rule("a"), { nowMs, onto: 0 })).toEqual({
      outcome: "created",
      version: 3,
    });
  });

  it("is left out where a disk made it unreadable", async () => {
    const meta = await open();
    for (const metric of ["a", "b", "c"]) await meta.save("rules", rule(metric), { nowMs });
    await close();
    const db = new Database(join(dir, "records.sqlite"));
    db.exec(`UPDATE meta SET body = x'ff00' WHERE key LIKE 'a%'`);
    db.exec(`UPDATE meta SET body = CAST('{"match":{}}' AS BLOB) WHERE key LIKE 'c%'`);
    db.close();
    expect((await (await open()).list()).rules).toEqual([{ ...rule("b"), version: 1 }]);
  });

  it("is carried over from a file that was damaged", async () => {
    const meta = await open();
    for (let i = 0; i < 100; i++) await meta.save("rules", rule(`m${i}`, "x".repeat(1_000)), { nowMs });
    await close();
    const path = join(dir, "records.sqlite");
    const db = new Database(path);
    db.pragma("wal_checkpoint(TRUNCATE)");
    db.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xa5, Math.floor(bytes.length * 0.7)));
    const { rules } = await (await open()).list();
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.length).toBeLessThan(100);
    expect(records?.problems()[0]?.message).toContain(
      `${rules.length} of what is said of metrics and events`,
    );
  });
});
