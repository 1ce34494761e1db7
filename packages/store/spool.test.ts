import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Batch, Event } from "@mission-control/contracts";
import { manualClock, metric, samplesOf } from "@mission-control/series";
import Database from "libsql";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSpool } from "./spool.ts";

const nowMs = 1_790_000_000_000;
const hourMs = 3_600_000;
let dir: string;
let clock: ReturnType<typeof manualClock>;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "spool-"));
  clock = manualClock(nowMs);
});
afterEach(() => rmSync(dir, { recursive: true }));

const open = (maxBytes = 1_000_000, afterSeq = 0) => openSpool({ dir, clock, maxBytes, afterSeq });
const batchOf = (value: number): Batch => ({
  samples: samplesOf([{ labels: metric("m", { job: "x" }), timeMs: nowMs, value }]),
  events: [{ id: String(value) } as Event],
});
const valuesIn = (batches: readonly Batch[]) => batches.map((batch) => batch.samples?.values[0]);

/** Appends what is given in one moment. */
async function appendAll(spool: ReturnType<typeof open>, ...given: Parameters<typeof spool.append>[]) {
  const appends = given.map(([batch, key]) => spool.append(batch, key));
  clock.advance(5);
  return Promise.allSettled(appends);
}

/** Flips bytes of a file from one place on. */
function damage(path: string, from: number, length: number): void {
  const bytes = readFileSync(path);
  for (let i = from; i < Math.min(bytes.length, from + length); i++) bytes[i] = bytes[i]! ^ 0xff;
  writeFileSync(path, bytes);
}

test("what was acknowledged is read in order, also after opening again", async () => {
  const spool = open();
  const kept = await appendAll(spool, [batchOf(1)], [batchOf(2)], [batchOf(3)]);
  const seqs = kept.map((one) => (one.status === "fulfilled" ? one.value.seq : undefined));
  expect(spool.read(0, 10)).toEqual([1, 2, 3].map((value, i) => ({ seq: seqs[i], ...batchOf(value) })));
  expect(valuesIn(spool.read(seqs[0]!, 1))).toEqual([2]);
  const before = spool.status();
  spool.close();
  const again = open();
  expect(valuesIn(again.read(0, 10))).toEqual([1, 2, 3]);
  expect(again.status()).toEqual(before);
  again.close();
});

test("nothing is acknowledged before the transaction is through", async () => {
  const spool = open();
  let acknowledged = false;
  const append = spool.append(batchOf(1)).then(() => {
    acknowledged = true;
  });
  await Promise.resolve();
  expect(acknowledged).toBe(false);
  expect(spool.read(0, 10)).toEqual([]);
  clock.advance(1);
  await append;
  expect(valuesIn(spool.read(0, 10))).toEqual([1]);
  spool.close();
});

test("closing keeps what was waiting", async () => {
  const spool = open();
  const append = spool.append(batchOf(1));
  spool.close();
  await append;
  const again = open();
  expect(valuesIn(again.read(0, 10))).toEqual([1]);
  again.close();
});

test("a key counts once within 24 h: in one moment, later, after trimming and after opening again", async () => {
  const spool = open();
  const first = await appendAll(
    spool,
    [batchOf(1), "key\0a"],
    [batchOf(1), "key\0a"],
    [batchOf(2), "key\0b"],
  );
  expect(first.map((one) => one.status === "fulfilled" && one.value.duplicate)).toEqual([false, true, false]);
  const seqs = spool.read(0, 10).map((batch) => batch.seq);
  expect(seqs).toHaveLength(2);
  spool.trim(seqs[1]!);
  spool.close();
  clock.advance(23 * hourMs);
  const again = open();
  const late = await appendAll(again, [batchOf(1), "key\0a"]);
  expect(late).toEqual([{ status: "fulfilled", value: { seq: seqs[0], duplicate: true } }]);
  expect(again.read(0, 10)).toEqual([]);
  clock.advance(2 * hourMs);
  const tooLate = await appendAll(again, [batchOf(1), "key\0a"]);
  expect(tooLate).toMatchObject([{ status: "fulfilled", value: { duplicate: false } }]);
  again.close();
});

test("a full spool refuses what does not fit, keeps what it has, and takes more once it is trimmed", async () => {
  const spool = open(1_500);
  const outcomes = await appendAll(
    spool,
    ...Array.from({ length: 30 }, (_, i): [Batch, string] => [batchOf(i), `key ${i}`]),
  );
  const kept = outcomes.filter((one) => one.status === "fulfilled");
  const refused = outcomes.filter((one) => one.status === "rejected");
  expect(kept.length).toBeGreaterThan(2);
  expect(kept.length + refused.length).toBe(30);
  expect(refused.map((one) => one.reason.code)).toEqual(refused.map(() => "spool_full"));
  const { bytes, batches } = spool.status();
  expect(bytes).toBeLessThanOrEqual(1_500);
  expect(batches).toBe(kept.length);
  // A retry of what was kept is no new batch, so it is no matter that the spool is full.
  expect(await appendAll(spool, [batchOf(0), "key 0"])).toMatchObject([{ value: { duplicate: true } }]);
  spool.trim(spool.read(0, 100).at(-1)!.seq);
  expect(spool.status()).toEqual({ batches: 0, bytes: 0, maxBytes: 1_500 });
  expect(await appendAll(spool, [batchOf(99), "key 29"])).toMatchObject([{ value: { duplicate: false } }]);
  spool.close();
});

test("trimming forgets batches up to a number, and numbers are never given again", async () => {
  const spool = open();
  await appendAll(spool, [batchOf(1)], [batchOf(2)]);
  const [first, second] = spool.read(0, 10).map((batch) => batch.seq);
  spool.trim(first!);
  expect(valuesIn(spool.read(0, 10))).toEqual([2]);
  spool.trim(second!);
  spool.close();
  const again = open();
  await appendAll(again, [batchOf(3)]);
  expect(again.read(0, 10)[0]!.seq).toBeGreaterThan(second!);
  again.close();
});

test("a new spool begins beyond what history has taken of an earlier one", async () => {
  const spool = open(1_000_000, 9e15);
  await appendAll(spool, [batchOf(1)]);
  expect(spool.read(9e15, 10)).toHaveLength(1);
  spool.close();
});

test("a damaged batch is set aside and counted, and the others go on", async () => {
  const spool = open();
  await appendAll(spool, [batchOf(1)], [batchOf(2)], [batchOf(3)]);
  const second = spool.read(0, 10)[1]!.seq;
  spool.close();
  const db = new Database(join(dir, "spool.sqlite"));
  db.prepare("UPDATE batches SET body = ? WHERE seq = ?").run(Buffer.from("nonsense"), second);
  db.close();
  const again = open();
  expect(valuesIn(again.read(0, 10))).toEqual([1, 3]);
  expect(again.status().batches).toBe(2);
  expect(again.problems()).toMatchObject([{ code: "spool_batches_damaged", message: /^1 batches/ }]);
  again.close();
});

test("a file that is no database is set aside and a new spool begun, with a word about it", async () => {
  writeFileSync(join(dir, "spool.sqlite"), "not a database at all. ".repeat(500));
  const spool = open();
  expect(spool.problems()).toMatchObject([{ code: "spool_damaged" }]);
  expect(readdirSync(dir)).toContain(`spool.quarantine-${nowMs}.sqlite`);
  expect(await appendAll(spool, [batchOf(1)])).toMatchObject([{ status: "fulfilled" }]);
  expect(valuesIn(spool.read(0, 10))).toEqual([1]);
  spool.close();
});

test("of a file damaged in its middle, what can be read is carried over under its numbers", async () => {
  const spool = open(10_000_000);
  const long = (i: number): Batch => ({
    samples: undefined,
    events: [{ id: `${i}`.padEnd(3_000) } as Event],
  });
  await appendAll(spool, ...Array.from({ length: 200 }, (_, i): [Batch] => [long(i)]));
  const before = spool.read(0, 1000);
  spool.close();
  const db = new Database(join(dir, "spool.sqlite"));
  db.pragma("wal_checkpoint(TRUNCATE)");
  db.close();
  damage(join(dir, "spool.sqlite"), 4096 * 100, 4096 * 3);
  const again = open(10_000_000);
  const after = again.read(0, 1000);
  expect(again.problems()).toMatchObject([{ code: "spool_damaged" }]);
  expect(after.length).toBeGreaterThan(150);
  expect(after.length).toBeLessThan(200);
  const kept = new Set(after.map((batch) => batch.seq));
  expect(after).toEqual(before.filter((batch) => kept.has(batch.seq)));
  expect([kept.has(before[0]!.seq), kept.has(before[199]!.seq)]).toEqual([true, true]);
  expect(await appendAll(again, [batchOf(-1)])).toMatchObject([{ status: "fulfilled" }]);
  expect(again.read(after.at(-1)!.seq, 10)).toHaveLength(1);
  again.close();
});
