import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AlertGroup,
  type Inhibition,
  limits,
  type MuteTime,
  muteTimeSchema,
} from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "./records.ts";
import type { KeptSilence } from "./silence-records.ts";

const nowMs = 1_790_000_000_000;
const DAY_MS = 86_400_000;
let dir: string;
let records: Records | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "quiet-records-"));
});
afterEach(async () => {
  await close();
  rmSync(dir, { recursive: true });
});

async function close(): Promise<void> {
  await records?.close();
  records = undefined;
}

async function open(): Promise<Records> {
  await close();
  records = await openRecords({ dir, clock: manualClock(nowMs) });
  return records;
}

const silence = (id: string, toMs: number, reason = "we work on it"): KeptSilence => ({
  id,
  matchers: [{ label: "service", op: "=~", value: "api|web" }],
  fromMs: toMs - DAY_MS,
  toMs,
  reason,
  by: "",
  createdMs: nowMs,
});
const nights = (slug: string): MuteTime =>
  muteTimeSchema.parse({ slug, name: "Nights", fromMinute: 1_320, toMinute: 360, zone: "Europe/Berlin" });
const down = (slug: string): Inhibition => ({
  slug,
  name: "Down",
  source: [{ label: "rule", op: "=", value: "down" }],
  target: [{ label: "rule", op: "!=", value: "down" }],
  equal: ["dc"],
});
const group = (key: string): AlertGroup => ({
  key,
  labels: { rule: "r" },
  route: "ops",
  rest: false,
  sinceMs: nowMs,
  toldMs: null,
  intervalMs: 0,
  channels: {},
  told: {},
});
const nothing = { states: [], removed: [], changes: [], notices: [], groups: [], ended: [], released: [] };

describe("silences", () => {
  it("are found as they were kept, also after opening again, until they are removed", async () => {
    const first = await open();
    await first.silences.save(silence("b", nowMs + 2 * DAY_MS), nowMs);
    await first.silences.save(silence("a", nowMs + 3 * DAY_MS), nowMs);
    await first.silences.save(silence("a", nowMs + DAY_MS, "done soon"), nowMs);
    const { silences } = await open();
    expect(await silences.list()).toEqual([
      silence("a", nowMs + DAY_MS, "done soon"),
      silence("b", nowMs + 2 * DAY_MS),
    ]);
    expect(await silences.remove("a")).toBe(true);
    expect(await silences.remove("a")).toBe(false);
  });

  it("are forgotten a month after they were over", async () => {
    const { silences } = await open();
    await silences.save(silence("old", nowMs - 31 * DAY_MS), nowMs - 40 * DAY_MS);
    await silences.save(silence("new", nowMs + DAY_MS), nowMs);
    expect((await silences.list()).map(({ id }) => id)).toEqual(["new"]);
  });

  it("that are over make room for others; what is not over is bounded", async () => {
    await (await open()).silences.save(silence("over", nowMs - 1), nowMs);
    await close();
    const db = new Database(join(dir, "records.sqlite"));
    const insert = db.prepare("INSERT INTO silences (id, to_ms, body) VALUES (?, ?, ?)");
    db.transaction(() => {
      for (let i = 1; i < limits.silences; i++) {
        const kept = silence(`s${i}`, nowMs + DAY_MS);
        insert.run(kept.id, kept.toMs, Buffer.from(JSON.stringify(kept)));
      }
    })();
    db.close();
    const { silences } = await open();
    await silences.save(silence("one more", nowMs + DAY_MS), nowMs);
    const kept = await silences.list();
    expect([kept.length, kept.some(({ id }) => id === "over")]).toEqual([limits.silences, false]);
    await expect(silences.save(silence("too many", nowMs + DAY_MS), nowMs)).rejects.toMatchObject({
      code: "invalid_body",
    });
    expect(await silences.list()).toEqual(kept);
    await silences.save(silence("one more", nowMs + 2 * DAY_MS), nowMs);
  });
});

describe("mute times and inhibitions", () => {
  it("are found as they were kept, each save a version", async () => {
    const first = await open();
    expect(await first.muteTimes.save(nights("n"), { nowMs })).toEqual({ outcome: "created", version: 1 });
    expect(await first.muteTimes.save(nights("n"), { nowMs })).toEqual({ outcome: "replaced", version: 2 });
    await first.inhibitions.save(down("d"), { nowMs });
    const { muteTimes, inhibitions } = await open();
    expect(await muteTimes.list()).toEqual([{ ...nights("n"), version: 2 }]);
    expect(await inhibitions.list()).toEqual([{ ...down("d"), version: 1 }]);
    expect(await inhibitions.remove("d")).toBe(true);
    expect(await inhibitions.remove("d")).toBe(false);
    expect(await inhibitions.save(down("d"), { nowMs })).toEqual({ outcome: "created", version: 2 });
  });

  it("are never replaced or removed unseen, and bounded", async () => {
    const { muteTimes } = await open();
    const meanwhile = { code: "changed_meanwhile" };
    await muteTimes.save(nights("n"), { nowMs, onto: 0 });
    await expect(muteTimes.save(nights("n"), { nowMs, onto: 0 })).rejects.toMatchObject(meanwhile);
    await expect(muteTimes.remove("n", { onto: 2 })).rejects.toMatchObject(meanwhile);
    for (let i = 1; i < limits.muteTimes; i++) await muteTimes.save(nights(`n${i}`), { nowMs });
    await expect(muteTimes.save(nights("more"), { nowMs })).rejects.toMatchObject({ code: "invalid_body" });
    expect(await muteTimes.list()).toHaveLength(limits.muteTimes);
  });
});

it("acknowledgements are found until they are removed", async () => {
  const made = { by: "Ann", note: "it is the disk", atMs: nowMs };
  const { acknowledgements } = await open();
  await acknowledgements.save(["a"], { ...made, note: "" });
  await acknowledgements.save(["a", "b"], made);
  await acknowledgements.save(["c"], made);
  await acknowledgements.remove("b");
  await records?.alerts.commit({
    ...nothing,
    released: [
      { alert: "c", atMs: nowMs },
      { alert: "none", atMs: nowMs },
      { alert: "a", atMs: nowMs - 1 },
    ],
  });
  expect(await (await open()).acknowledgements.list()).toEqual(new Map([["a", made]]));
});

it("thousands are acknowledged at once", async () => {
  const made = { by: "Ann", note: "", atMs: nowMs };
  const alerts = Array.from({ length: 1_201 }, (_, i) => `a${i}`);
  await (await open()).acknowledgements.save(alerts, made);
  expect([...(await (await open()).acknowledgements.list()).keys()].sort()).toEqual(alerts.sort());
});

it("groups are kept with what led to them, and forgotten when they end", async () => {
  const first = await open();
  const keys = Array.from({ length: 1_200 }, (_, i) => `g${i}`);
  await first.alerts.commit({ ...nothing, groups: keys.map(group) });
  await first.alerts.commit({
    ...nothing,
    groups: [{ ...group("g0"), toldMs: nowMs }],
    ended: keys.slice(2),
  });
  const { groups } = await open();
  expect(await groups.list()).toEqual([group("g1"), { ...group("g0"), toldMs: nowMs }]);
});

it("what a disk made unreadable is left out, the rest is carried over from a damaged file", async () => {
  const first = await open();
  for (let i = 0; i < 60; i++) {
    await first.silences.save(silence(`s${i}`, nowMs + DAY_MS, "x".repeat(1_000)), nowMs);
    await first.acknowledgements.save([`a${i}`], { by: "", note: "x".repeat(1_000), atMs: nowMs });
  }
  await first.muteTimes.save(nights("n"), { nowMs });
  await first.inhibitions.save(down("d"), { nowMs });
  await first.alerts.commit({ ...nothing, groups: [group("g0")] });
  await close();
  const path = join(dir, "records.sqlite");
  const db = new Database(path);
  db.exec(`UPDATE silences SET body = x'ff00' WHERE id = 's1'`);
  db.exec(`UPDATE acknowledgements SET body = CAST('{"by":1}' AS BLOB) WHERE alert = 'a1'`);
  db.pragma("wal_checkpoint(TRUNCATE)");
  db.close();
  const second = await open();
  expect(await second.silences.list()).toHaveLength(59);
  expect((await second.acknowledgements.list()).size).toBe(59);
  await close();
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0xa5, Math.floor(bytes.length * 0.75)));
  const third = await open();
  const carried = await third.silences.list();
  expect(carried.length).toBeGreaterThan(0);
  expect(third.problems()[0]?.message).toContain(`${carried.length} of the silences`);
  expect(await third.muteTimes.list()).toEqual([{ ...nights("n"), version: 1 }]);
  expect(await third.inhibitions.list()).toEqual([{ ...down("d"), version: 1 }]);
  expect(await third.groups.list()).toEqual([group("g0")]);
});
