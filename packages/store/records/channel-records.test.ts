import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limits, type RawChannel, rawChannelSchema } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "./records.ts";

const nowMs = 1_790_000_000_000;
let dir: string;
let records: Records;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "channel-records-"));
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

const channelOf = (slug: string, name = slug): RawChannel =>
  rawChannelSchema.parse({ slug, name, kind: "webhook", url: "https://hooks.example.org/" });

describe("channels", () => {
  it("are found with their sealed secrets, also after opening again, the last save counting", async () => {
    const { channels } = records;
    expect(await channels.save(channelOf("b"), { secret: "AQ==" }, nowMs)).toBe("created");
    expect(await channels.save(channelOf("a"), {}, nowMs)).toBe("created");
    expect(await channels.save(channelOf("b", "Other"), { oldSecret: "Ag==" }, nowMs)).toBe("replaced");
    await openAgain();
    expect(await records.channels.list()).toEqual([
      { channel: channelOf("a"), sealed: {}, disabled: undefined },
      { channel: channelOf("b", "Other"), sealed: { oldSecret: "Ag==" }, disabled: undefined },
    ]);
    expect(await records.channels.find("b")).toMatchObject({ channel: { name: "Other" } });
    expect(await records.channels.find("c")).toBeUndefined();
  });

  it("that were ended stay so until they are saved again", async () => {
    await records.channels.save(channelOf("a"), {}, nowMs);
    await records.channels.disable("a", "answered 410: gone für immer");
    await records.channels.disable("b", "nobody");
    await openAgain();
    expect(await records.channels.list()).toMatchObject([{ disabled: "answered 410: gone für immer" }]);
    await records.channels.save(channelOf("a"), {}, nowMs);
    expect((await records.channels.find("a"))?.disabled).toBeUndefined();
  });

  it("are gone once removed", async () => {
    await records.channels.save(channelOf("a"), {}, nowMs);
    expect(await records.channels.remove("a")).toBe(true);
    expect(await records.channels.remove("a")).toBe(false);
    expect(await records.channels.list()).toEqual([]);
  });

  it("are so many at most, and those that are there can still be changed", async () => {
    for (let i = 0; i < limits.channels; i++) await records.channels.save(channelOf(`c${i}`), {}, nowMs);
    await expect(records.channels.save(channelOf("more"), {}, nowMs)).rejects.toMatchObject({
      code: "invalid_body",
    });
    expect(await records.channels.save(channelOf("c7", "Other"), {}, nowMs)).toBe("replaced");
    expect((await records.channels.list()).length).toBe(limits.channels);
  });

  it("are carried over from a damaged file, their secrets as they were sealed", async () => {
    await records.channels.save(channelOf("a"), { secret: "AQ==" }, nowMs);
    await records.channels.disable("a", "answered 410");
    await records.close();
    const path = join(dir, "records.sqlite");
    const db = new Database(path);
    db.exec("INSERT INTO channels VALUES ('odd', x'7b', x'7b', NULL, 1)");
    // An index that lacks what its table has is damage, and every row can still be read.
    db.exec("CREATE INDEX odd ON channels (saved_ms)");
    const { rootpage } = db.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'odd'").get() as {
      rootpage: number;
    };
    const [{ page_size }] = db.pragma("page_size") as [{ page_size: number }];
    db.pragma("wal_checkpoint(TRUNCATE)");
    db.close();
    const bytes = readFileSync(path);
    bytes.fill(0xee, (rootpage - 1) * page_size, rootpage * page_size);
    writeFileSync(path, bytes);
    records = await open();
    expect(records.problems()).toMatchObject([
      { code: "records_damaged", message: expect.stringContaining("1 of the channels") },
    ]);
    expect(await records.channels.list()).toEqual([
      { channel: channelOf("a"), sealed: { secret: "AQ==" }, disabled: "answered 410" },
    ]);
  });
});
