import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limits, type SavedView, type View, viewSchema } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "./records.ts";

const nowMs = 1_790_000_000_000;
let dir: string;
let records: Records | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "records-"));
});
afterEach(async () => {
  await records?.close();
  rmSync(dir, { recursive: true });
});

const path = () => join(dir, "records.sqlite");
async function open(): Promise<Records> {
  await records?.close();
  records = await openRecords({ dir, clock: manualClock(nowMs) });
  return records;
}

async function versionsOf({ views }: Records, slug: string): Promise<SavedView[]> {
  const all: SavedView[] = [];
  for await (const version of views.versions(slug)) all.push(version);
  return all;
}

function viewOf(slug: string, more: Partial<View> = {}): View {
  const lane = { id: "a", title: "Request rate", expr: 'rate(http_requests_total{code="500"}[5m])' };
  return viewSchema.parse({
    slug,
    name: `View ${slug}`,
    description: "What\u0000is odd 'and' \"quoted\" \u{1f680}",
    sections: [{ id: "s", title: "S", lanes: [lane] }],
    ...more,
  });
}

/** Changes the closed file as a bad disk would; what was in its log is in it first. */
function damage(change: (bytes: Buffer) => void): void {
  const db = new Database(path());
  db.pragma("wal_checkpoint(TRUNCATE)");
  db.close();
  const bytes = readFileSync(path());
  change(bytes);
  writeFileSync(path(), bytes);
}

describe("saved views", () => {
  it("are found as they were saved, also after opening again", async () => {
    const { views } = await open();
    const view = viewOf("mock-production");
    expect(await views.save(view, { nowMs })).toMatchObject({ outcome: "created" });
    expect(await views.find("mock-production")).toMatchObject(view);
    const again = (await open()).views;
    expect(await again.find("mock-production")).toMatchObject(view);
    expect(await again.find("mock")).toBeUndefined();
  });

  it("are listed by name, with when they were saved last", async () => {
    const plain = { owner: "", tags: [], builtIn: false };
    const { views } = await open();
    await views.save(viewOf("b", { description: "" }), { nowMs });
    await views.save(viewOf("a", { name: "Zebra", description: "last" }), { nowMs });
    expect(
      await views.save(viewOf("b", { name: "Bear", description: "" }), { nowMs: nowMs + 5 }),
    ).toMatchObject({ outcome: "replaced", version: 2 });
    expect(await views.list()).toEqual([
      { slug: "b", name: "Bear", description: "", ...plain, savedMs: nowMs + 5 },
      { slug: "a", name: "Zebra", description: "last", ...plain, savedMs: nowMs },
    ]);
  });

  it("are gone once removed, and only then", async () => {
    const { views } = await open();
    await views.save(viewOf("a"), { nowMs });
    await views.save(viewOf("b"), { nowMs });
    expect(await views.remove("a")).toBe(true);
    expect(await views.remove("a")).toBe(false);
    expect((await (await open()).views.list()).map(({ slug }) => slug)).toEqual(["b"]);
  });

  it("that are made anew under a name go on from its last number, so that nobody replaces them unseen", async () => {
    await (await open()).views.save(viewOf("a"), { nowMs });
    expect(await records?.views.remove("a", { onto: 1 })).toBe(true);
    const { views } = await open();
    expect(await views.save(viewOf("a", { name: "Theirs" }), { nowMs, onto: 0 })).toEqual({
      outcome: "created",
      version: 2,
    });
    const meanwhile = { code: "changed_meanwhile" };
    await expect(views.save(viewOf("a", { name: "Mine" }), { nowMs, onto: 1 })).rejects.toMatchObject(
      meanwhile,
    );
    await expect(views.remove("a", { onto: 1 })).rejects.toMatchObject(meanwhile);
    expect(await versionsOf(records!, "a")).toMatchObject([{ name: "Theirs", version: 2 }]);
    expect(await views.version("a", 2)).toMatchObject({ name: "Theirs" });
    expect(await views.version("a", 1)).toBeUndefined();
  });

  it("have a version for each change, the last hundred of which are kept", async () => {
    const { views } = await open();
    const last = limits.versionsPerView + 5;
    for (let i = 1; i <= last; i++) {
      const view = viewOf("a", { name: `Name ${i}` });
      expect(await views.save(view, { nowMs: nowMs + i, savedBy: `n${i}` })).toMatchObject({ version: i });
      expect(await views.save(view, { nowMs })).toEqual({ outcome: "unchanged", version: i });
    }
    const kept = await versionsOf(await open(), "a");
    expect(kept.map(({ version }) => version)).toEqual(
      Array.from({ length: limits.versionsPerView }, (_, i) => last - i),
    );
    const { name, savedMs, savedBy } = kept[0]!;
    expect([name, savedMs, savedBy]).toEqual([`Name ${last}`, nowMs + last, `n${last}`]);
  });

  it("are saved onto the version that is named, by one of those who try at once", async () => {
    const { views } = await open();
    await views.save(viewOf("a"), { nowMs, onto: 0 });
    const tries = ["x", "y", "z"].map((name) => views.save(viewOf("a", { name }), { nowMs, onto: 1 }));
    const done = await Promise.allSettled(tries);
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(done.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "changed_meanwhile" },
    });
    expect(await versionsOf(records!, "a")).toHaveLength(2);
  });

  it("that come together are kept together or not at all, each as a version that says who saved it", async () => {
    const { views } = await open();
    await views.save(viewOf("b"), { nowMs, savedBy: "Ada" });
    const both = [{ view: viewOf("a") }, { view: viewOf("b", { name: "Other" }), onto: 7 }];
    await expect(views.saveAll(both, { nowMs })).rejects.toMatchObject({ code: "changed_meanwhile" });
    expect((await views.list()).map(({ slug, savedBy }) => [slug, savedBy])).toEqual([["b", "Ada"]]);
    both[1] = { view: viewOf("b", { name: "Other" }), onto: 1 };
    expect(await views.saveAll(both, { nowMs, savedBy: "Bo" })).toMatchObject([
      { outcome: "created", version: 1 },
      { outcome: "replaced", version: 2 },
    ]);
    expect((await (await open()).views.list()).map(({ slug, savedBy }) => [slug, savedBy])).toEqual([
      ["b", "Bo"],
      ["a", "Bo"],
    ]);
  });

  it("of a file made before there were versions are version 1", async () => {
    const { views } = await open();
    await views.save(viewOf("a"), { nowMs });
    await records?.close();
    records = undefined;
    const db = new Database(path());
    db.exec("DROP TABLE view_versions; ALTER TABLE views DROP COLUMN version");
    db.exec("DELETE FROM kysely_migration WHERE name = '0003-view-versions'");
    db.close();
    expect(await (await open()).views.find("a")).toMatchObject({
      ...viewOf("a"),
      version: 1,
      savedMs: nowMs,
    });
  });

  it("that are saved at the same moment are all kept", async () => {
    const { views } = await open();
    const slugs = Array.from({ length: 20 }, (_, i) => `v${i}`);
    await Promise.all([...slugs, ...slugs].map((slug) => views.save(viewOf(slug), { nowMs })));
    expect((await views.list()).length).toBe(20);
  });
});

describe("a damaged file of records", () => {
  it("is set aside, and a new one begun, which problems say", async () => {
    await (await open()).views.save(viewOf("a"), { nowMs });
    await records?.close();
    damage((bytes) => bytes.fill(0xa5));
    const { views, problems } = await open();
    expect(problems()).toMatchObject([{ code: "records_damaged", message: /set aside/ }]);
    expect(readdirSync(dir)).toContain(`records.quarantine-${nowMs}.sqlite`);
    await views.save(viewOf("b"), { nowMs });
    const again = await open();
    expect(again.problems()).toEqual([]);
    expect(await again.views.find("b")).toMatchObject(viewOf("b"));
  });

  it("gives up what can still be read of it", async () => {
    const { views } = await open();
    const long = "x".repeat(4_000);
    await views.save(viewOf("v0"), { nowMs });
    for (let i = 0; i < 30; i++) await views.save(viewOf(`v${i}`, { description: long }), { nowMs });
    await records?.close();
    damage((bytes) => bytes.fill(0xa5, Math.floor(bytes.length * 0.7)));
    const after = await open();
    const kept = await after.views.list();
    expect(await after.views.find("v0")).toMatchObject({ version: 2 });
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(30);
    expect(after.problems()[0]?.message).toContain(`${kept.length} of them could be read`);
  });

  it("opens whichever byte of it was changed, and what it lists was saved", async () => {
    const { views } = await open();
    for (const slug of ["a", "b", "c"]) await views.save(viewOf(slug), { nowMs });
    await records?.close();
    damage(() => {});
    const sound = readFileSync(path());
    const change = fc.record({ at: fc.nat(sound.length - 1), by: fc.integer({ min: 1, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, by }) => {
        for (const file of readdirSync(dir)) rmSync(join(dir, file));
        const changed = Buffer.from(sound);
        changed[at] = changed[at]! ^ by;
        writeFileSync(path(), changed);
        const after = await open();
        for (const { slug } of await after.views.list()) expect(slug).toMatch(/^[a-z0-9-]+$/);
        expect(await after.views.save(viewOf("new"), { nowMs })).toMatchObject({ outcome: "created" });
        expect(await after.views.find("new")).toMatchObject(viewOf("new"));
      }),
      { numRuns: 150 },
    );
  });
});
