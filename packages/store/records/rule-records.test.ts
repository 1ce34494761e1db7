import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limits, type Rule, ruleSchema } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "./records.ts";

const nowMs = 1_790_000_000_000;
let dir: string;
let records: Records;
const open = () => openRecords({ dir, clock: manualClock(nowMs) });
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "rules-"));
  records = await open();
});
afterEach(async () => {
  await records.close();
  rmSync(dir, { recursive: true });
});

const ruleOf = (slug: string, name = slug): Rule =>
  ruleSchema.parse({ slug, name, when: { kind: "threshold", expr: "up", op: "below", level: 1 } });

const meanwhile = { code: "changed_meanwhile" };

describe("alert rules", () => {
  it("are found as they were saved, by name, also after opening again", async () => {
    await records.rules.saveAll([{ rule: ruleOf("b", "Ape") }, { rule: ruleOf("a", "Bee") }], {
      nowMs,
      savedBy: "Ada",
    });
    await records.close();
    records = await open();
    expect(await records.rules.list()).toEqual([
      { ...ruleOf("b", "Ape"), version: 1, savedMs: nowMs, savedBy: "Ada" },
      { ...ruleOf("a", "Bee"), version: 1, savedMs: nowMs, savedBy: "Ada" },
    ]);
    expect(await records.rules.find("a")).toMatchObject({ name: "Bee" });
    expect(await records.rules.find("c")).toBeUndefined();
  });

  it("have a version for each change, and are saved onto the one that is named", async () => {
    const save = (name: string, onto?: number) =>
      records.rules.saveAll([{ rule: ruleOf("a", name), onto }], { nowMs });
    expect(await save("One", 0)).toEqual([{ outcome: "created", version: 1 }]);
    expect(await save("One", 1)).toEqual([{ outcome: "unchanged", version: 1 }]);
    expect(await save("Two", 1)).toEqual([{ outcome: "replaced", version: 2 }]);
    await expect(save("Three", 1)).rejects.toMatchObject(meanwhile);
    await expect(save("Three", 0)).rejects.toMatchObject(meanwhile);
    expect((await records.rules.versions("a")).map(({ name, version }) => [name, version])).toEqual([
      ["Two", 2],
      ["One", 1],
    ]);
  });

  it("that come together are kept together or not at all", async () => {
    await records.rules.saveAll([{ rule: ruleOf("b") }], { nowMs });
    const both = [{ rule: ruleOf("a") }, { rule: ruleOf("b", "Other"), onto: 7 }];
    await expect(records.rules.saveAll(both, { nowMs })).rejects.toMatchObject(meanwhile);
    expect((await records.rules.list()).map(({ name }) => name)).toEqual(["b"]);
  });

  it("that are removed are gone, and go on from their last number when they are made anew", async () => {
    await records.rules.saveAll([{ rule: ruleOf("a") }], { nowMs });
    await expect(records.rules.remove("a", { onto: 9 })).rejects.toMatchObject(meanwhile);
    expect(await records.rules.remove("a", { onto: 1 })).toBe(true);
    expect(await records.rules.remove("a")).toBe(false);
    expect(await records.rules.versions("a")).toEqual([]);
    expect(await records.rules.saveAll([{ rule: ruleOf("a") }], { nowMs })).toEqual([
      { outcome: "created", version: 2 },
    ]);
  });

  it("are bounded in number", async () => {
    await records.close();
    const db = new Database(join(dir, "records.sqlite"));
    db.exec(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${limits.rules})
       INSERT INTO rules SELECT 'r' || i, x'7b7d', 1, 1 FROM n`,
    );
    db.close();
    records = await open();
    await expect(records.rules.saveAll([{ rule: ruleOf("one-more") }], { nowMs })).rejects.toMatchObject({
      code: "invalid_body",
    });
    expect(await records.rules.find("one-more")).toBeUndefined();
  });
});
