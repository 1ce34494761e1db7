import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limits, type Probe, probeSchema } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "./records.ts";

const nowMs = 1_790_000_000_000;
let dir: string;
let records: Records | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "probe-records-"));
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
  return records.probes;
}

const probe = (slug: string, more: object = {}): Probe =>
  probeSchema.parse({ slug, name: "Database", kind: "tcp", host: "db.example.org", port: 5432, ...more });

describe("kept probes", () => {
  it("are found as they were kept, also after opening again, until they are removed", async () => {
    const probes = await open();
    expect(await probes.save(probe("a"), { nowMs })).toEqual({ outcome: "created", version: 1 });
    expect(await probes.save(probe("a", { port: 80 }), { nowMs })).toEqual({
      outcome: "replaced",
      version: 2,
    });
    const again = await open();
    expect(await again.list()).toEqual([
      { probe: probe("a", { port: 80 }), version: 2, failingSinceMs: null },
    ]);
    expect(await again.remove("a")).toBe(true);
    expect(await again.remove("a")).toBe(false);
    expect(await again.list()).toEqual([]);
  });

  it("are never replaced or removed unseen", async () => {
    const probes = await open();
    const meanwhile = { code: "changed_meanwhile" };
    await probes.save(probe("a"), { nowMs, onto: 0 });
    await expect(probes.save(probe("a"), { nowMs, onto: 0 })).rejects.toMatchObject(meanwhile);
    await probes.save(probe("a", { port: 1 }), { nowMs, onto: 1 });
    await expect(probes.save(probe("a"), { nowMs, onto: 1 })).rejects.toMatchObject(meanwhile);
    await expect(probes.remove("a", { onto: 1 })).rejects.toMatchObject(meanwhile);
    expect(await probes.remove("a", { onto: 2 })).toBe(true);
    await expect(probes.save(probe("a"), { nowMs, onto: 2 })).rejects.toMatchObject(meanwhile);
    // Made anew, it is of no number that somebody may still hold.
    expect(await probes.save(probe("a"), { nowMs, onto: 0 })).toEqual({ outcome: "created", version: 3 });
  });

  it("remember since when they fail, until they are well or switched off", async () => {
    const since = async () => (await (await open()).list())[0]?.failingSinceMs;
    const probes = await open();
    await probes.save(probe("a"), { nowMs });
    await probes.failing("a", nowMs - 5);
    await probes.failing("nobody", nowMs - 5);
    expect(await since()).toBe(nowMs - 5);
    await (await open()).save(probe("a", { port: 80 }), { nowMs });
    expect(await since()).toBe(nowMs - 5);
    await (await open()).save(probe("a", { enabled: false }), { nowMs });
    expect(await since()).toBeNull();
    await (await open()).save(probe("a"), { nowMs });
    expect(await since()).toBeNull();
  });

  it("are as many as may be, and no more", async () => {
    const probes = await open();
    const db = new Database(join(dir, "records.sqlite"));
    const insert = db.prepare("INSERT INTO probes VALUES (?, CAST('{}' AS BLOB), 0, 1, NULL)");
    db.exec("BEGIN");
    for (let i = 0; i < limits.probes; i++) insert.run(`probe-${i}`);
    db.exec("COMMIT");
    db.close();
    await expect(probes.save(probe("a"), { nowMs })).rejects.toMatchObject({
      code: "invalid_body",
      message: `There may be ${limits.probes} probes; remove one that is not needed first.`,
    });
    expect((await probes.save(probe("probe-7"), { nowMs })).outcome).toBe("replaced");
    await probes.remove("probe-7");
    expect((await probes.save(probe("a"), { nowMs })).outcome).toBe("created");
  });

  it("are left out where a disk made them unreadable, and carried over from a file that was damaged", async () => {
    const probes = await open();
    for (let i = 0; i < 100; i++) await probes.save(probe(`p${i}`, { name: "x".repeat(150) }), { nowMs });
    await close();
    const path = join(dir, "records.sqlite");
    const db = new Database(path);
    db.exec(`UPDATE probes SET body = x'ff00' WHERE slug = 'p0'`);
    db.pragma("wal_checkpoint(TRUNCATE)");
    db.close();
    expect((await (await open()).list()).length).toBe(99);
    await close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xa5, Math.floor(bytes.length * 0.9)));
    const left = (await (await open()).list()).length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(99);
    expect(records?.problems()[0]?.message).toContain(`${left} of the probes`);
  });
});
