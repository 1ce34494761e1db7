import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limits, type Share, shareSchema, snapshotSchema, viewSchema } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "./records.ts";

const nowMs = 1_790_000_000_000;
let dir: string;
let records: Records;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "share-records-"));
  records = await open();
});
afterEach(async () => {
  await records.close();
  rmSync(dir, { recursive: true });
});

const open = () => openRecords({ dir, clock: manualClock(nowMs) });
async function openAgain(): Promise<void> {
  await records.close();
  records = await open();
}

const shared = (id: string, more: Partial<Share> = {}) =>
  shareSchema.parse({
    id,
    kind: "share",
    title: "for Ada",
    views: [{ slug: "load", rangeMs: 60_000 }],
    everyS: 30,
    createdMs: nowMs,
    expiresMs: nowMs + 1_000,
    usedMs: null,
    ...more,
  });

describe("what was shared", () => {
  it("is found by its token's hash until it ends, is removed, or never, also after opening again", async () => {
    await records.shares.add("aa", shared("1"));
    await records.shares.add("bb", shared("2", { kind: "wall", expiresMs: null, createdMs: nowMs + 1 }));
    await openAgain();
    const { shares } = records;
    expect((await shares.list(nowMs)).map(({ id }) => id)).toEqual(["2", "1"]);
    expect(await shares.find("aa", nowMs + 999)).toMatchObject({ id: "1", title: "for Ada" });
    expect(await shares.find("aa", nowMs + 1_000)).toBeUndefined();
    expect(await shares.find("cc", nowMs)).toBeUndefined();
    expect((await shares.list(nowMs + 1_000)).map(({ id }) => id)).toEqual(["2"]);
    expect(await shares.find("bb", nowMs + 1e12)).toMatchObject({ kind: "wall", expiresMs: null });
    expect(await shares.remove("2")).toBe(true);
    expect(await shares.remove("2")).toBe(false);
    expect(await shares.find("bb", nowMs)).toBeUndefined();
  });

  it("says to a minute when it was used last", async () => {
    const { shares } = records;
    await shares.add("aa", shared("1", { expiresMs: null }));
    for (const afterMs of [0, 59_999]) await shares.find("aa", nowMs + afterMs);
    expect((await shares.list(nowMs))[0]?.usedMs).toBe(nowMs);
    await shares.find("aa", nowMs + 60_000);
    expect((await shares.list(nowMs))[0]?.usedMs).toBe(nowMs + 60_000);
  });

  it("ends with the view it shows, and a wall goes on without that view", async () => {
    const { shares, views } = records;
    await views.save(viewSchema.parse({ slug: "load", name: "Load", sections: [] }), { nowMs });
    const [load, other] = ["load", "other"].map((slug) => ({
      slug,
      rangeMs: 60_000,
      search: "",
      lanes: [],
      variables: {},
    }));
    await shares.add("aa", shared("1"));
    await shares.add("bb", shared("2", { views: [other!] }));
    await shares.add("cc", shared("3", { kind: "wall", views: [load!, other!, load!] }));
    expect(await views.remove("load")).toBe(true);
    expect(await shares.find("aa", nowMs)).toBeUndefined();
    expect((await shares.find("bb", nowMs))?.views).toEqual([other]);
    expect(await shares.find("cc", nowMs)).toMatchObject({ kind: "wall", title: "for Ada", views: [other] });
  });

  it("is bounded; what has ended makes room", async () => {
    const { shares } = records;
    for (let i = 0; i < limits.shares; i++) await shares.add(`h${i}`, shared(`i${i}`));
    await expect(shares.add("more", shared("more"))).rejects.toMatchObject({ code: "invalid_body" });
    await shares.add("more", shared("more", { createdMs: nowMs + 1_000, expiresMs: nowMs + 2_000 }));
    expect(await shares.find("more", nowMs + 1_500)).toBeDefined();
  });
});

const snapshot = (id: string, takenMs: number) =>
  snapshotSchema.parse({ id, title: "", slug: "load", takenMs, fromMs: 1, toMs: 2, stepMs: 1, bytes: 3 });

describe("snapshots", () => {
  it("are listed with the newest first, keep what they were given, and go when they are removed", async () => {
    await records.snapshots.add(snapshot("a", 1), { blobs: [1, 2] });
    await records.snapshots.add(snapshot("b", 2), {});
    await openAgain();
    const { snapshots } = records;
    expect((await snapshots.list()).map(({ id }) => id)).toEqual(["b", "a"]);
    expect(await snapshots.contents("a")).toEqual({ blobs: [1, 2] });
    expect(await snapshots.remove("a")).toBe(true);
    expect(await snapshots.remove("a")).toBe(false);
    expect(await snapshots.contents("a")).toBeUndefined();
  });
});

describe("a damaged file", () => {
  it("gives up the links and the snapshots that can still be read of it, and says how many", async () => {
    const more = { title: "x".repeat(200) };
    for (let i = 0; i < 120; i++) {
      await records.shares.add(`h${i}`, shared(`i${i}`, more));
      await records.snapshots.add({ ...snapshot(`s${i}`, i), ...more }, { blobs: ["y".repeat(400)] });
    }
    await records.close();
    const path = join(dir, "records.sqlite");
    const db = new Database(path);
    db.pragma("wal_checkpoint(TRUNCATE)");
    db.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xa5, Math.floor(bytes.length * 0.8)));
    records = await open();
    const links = await records.shares.list(nowMs);
    const taken = await records.snapshots.list();
    for (const { length } of [links, taken]) {
      expect(length).toBeGreaterThan(0);
      expect(length).toBeLessThan(120);
    }
    expect(await records.shares.find("h0", nowMs)).toMatchObject({ id: "i0", ...more });
    expect(await records.snapshots.contents("s0")).toEqual({ blobs: ["y".repeat(400)] });
    expect(records.problems()[0]?.message).toContain(
      `, and ${links.length} of the links that were shared, and ${taken.length} of the snapshots`,
    );
  });
});
