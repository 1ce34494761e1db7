import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { openSpool, type Spool } from "./spool.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "client-spool-"));
  undo.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function open(dir: string, maxBytes = 1_000_000, clock = manualClock(1_790_000_000_000)) {
  const dropped = { events: 0, deploys: 0 };
  const spool = openSpool({
    dir,
    clock,
    maxBytes,
    onDropped(kind, records) {
      dropped[kind] += records;
    },
  });
  return { spool, dropped };
}

/** The folders in `dir` that clients have or had. */
const slotsOf = (dir: string) => readdirSync(dir).map((name) => join(dir, name));

/** Everything that is queued, in the order in which it would be sent. */
async function drain(spool: Spool): Promise<string[]> {
  const all: string[] = [];
  spool.seal();
  for (let next = spool.hold(); next !== undefined; next = spool.hold()) {
    all.push(...(await spool.read(next)));
    spool.remove(next);
  }
  spool.letGo();
  return all;
}

describe("the spool", () => {
  it("gives records back oldest first, whatever their kinds", async () => {
    const { spool } = open(tempDir());
    spool.append("events", "1");
    spool.append("events", "2");
    spool.append("deploys", "3");
    spool.append("deploys", "4");
    spool.append("events", "5");
    expect(spool.queued()).toMatchObject({ events: 3, deploys: 2 });
    expect(await drain(spool)).toEqual(["1", "2", "3", "4", "5"]);
    expect(spool.queued()).toEqual({ events: 0, deploys: 0, bytes: 0 });
    await spool.close();
  });

  it("keeps deploys in segments of their own, because the server takes them one by one", async () => {
    const { spool } = open(tempDir());
    for (const text of ["1", "2"]) spool.append("deploys", text);
    spool.seal();
    expect(spool.hold()).toMatchObject({ kind: "deploys", records: 1 });
    await spool.close();
  });

  it("goes on where it was after a restart, under the same names", async () => {
    const dir = tempDir();
    const first = open(dir).spool;
    first.append("events", "1");
    first.seal();
    const name = first.hold()?.name;
    await first.close();
    const second = open(dir).spool;
    second.append("events", "2");
    expect(second.hold()?.name).toBe(name);
    expect(await drain(second)).toEqual(["1", "2"]);
    await second.close();
  });

  it("leaves its folder empty when all was sent", async () => {
    const dir = tempDir();
    const { spool } = open(dir);
    spool.append("events", "1");
    await drain(spool);
    await spool.close();
    expect(slotsOf(dir)).toEqual([]);
  });

  it("loses only the torn record when a process dies in the midst of writing", async () => {
    const texts = fc.array(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(texts, fc.nat(), async (all, where) => {
        const dir = tempDir();
        const { spool } = open(dir);
        for (const text of all) spool.append("events", text);
        const { bytes } = spool.queued();
        await spool.close();
        const [slot] = slotsOf(dir);
        const [file] = readdirSync(slot!);
        const cut = where % (bytes + 1);
        truncateSync(join(slot!, file!), cut);
        const again = open(dir).spool;
        const read = await drain(again);
        await again.close();
        expect(read).toEqual(all.slice(0, read.length));
        const lengths = all.map((text) => 8 + Buffer.byteLength(text));
        const whole = lengths.filter((_, i) => lengths.slice(0, i + 1).reduce((a, b) => a + b) <= cut);
        expect(read.length).toBe(whole.length);
      }),
      { numRuns: 30 },
    );
  });

  it("counts files that end in damage, and takes no other file for its own", async () => {
    const dir = tempDir();
    const first = open(dir).spool;
    first.append("events", "1");
    await first.close();
    const [slot] = slotsOf(dir);
    const [file] = readdirSync(slot!);
    appendFileSync(join(slot!, file!), "torn");
    writeFileSync(join(slot!, "notes.txt"), "mine");
    const second = open(dir).spool;
    expect(second.damaged).toBe(1);
    expect(await drain(second)).toEqual(["1"]);
    await second.close();
    expect(slotsOf(dir).flatMap((left) => readdirSync(left))).toEqual(["notes.txt"]);
  });

  it("drops the oldest when it is full, and counts every record of it", async () => {
    const { spool, dropped } = open(tempDir(), 4_000);
    const all = Array.from({ length: 500 }, (_, i) => `record ${i}`);
    for (const text of all) expect(spool.append("events", text)).toBe(true);
    expect(spool.queued().bytes).toBeLessThanOrEqual(4_000);
    const kept = await drain(spool);
    expect(dropped.events).toBeGreaterThan(0);
    expect(kept).toEqual(all.slice(dropped.events));
    await spool.close();
  });

  it("does not drop what is on its way", async () => {
    const { spool, dropped } = open(tempDir(), 4_000);
    spool.append("events", "on its way");
    spool.seal();
    const held = spool.hold()!;
    for (let i = 0; i < 500; i++) spool.append("events", `record ${i}`);
    expect(dropped.events).toBeGreaterThan(0);
    expect(await spool.read(held)).toEqual(["on its way"]);
    await spool.close();
  });

  it("refuses a record that is larger than a segment may be", async () => {
    const { spool, dropped } = open(tempDir(), 4_000);
    expect(spool.append("events", "x".repeat(600))).toBe(false);
    expect(dropped.events).toBe(0);
    await spool.close();
  });

  it("gives each client a folder of its own, and the next one what was left", async () => {
    const dir = tempDir();
    const [first, second] = [open(dir).spool, open(dir).spool];
    first.append("events", "1");
    second.append("events", "2");
    expect(slotsOf(dir)).toHaveLength(2);
    await first.close();
    const third = open(dir).spool;
    expect(await drain(third)).toEqual(["1"]);
    expect(await drain(second)).toEqual(["2"]);
    await Promise.all([second.close(), third.close()]);
    expect(slotsOf(dir)).toEqual([]);
  });

  it("takes what clients that ran at once have left over by time, each one's in its order, under the same names", async () => {
    const dir = tempDir();
    const clock = manualClock(1_790_000_000_000);
    const clients = Array.from({ length: 6 }, () => open(dir, 1_000_000, clock).spool);
    const given: string[] = [];
    for (let round = 0; round < 3; round++) {
      for (const [i, client] of clients.entries()) {
        clock.advance(1);
        given.push(`${round} of client ${i}`);
        client.append("deploys", given.at(-1)!);
      }
    }
    // The machine's clock is set back: an order once given stays.
    clock.jumpTo(1_780_000_000_000);
    clients[5]!.append("deploys", "last");
    await Promise.all(clients.reverse().map((client) => client.close()));
    const names = slotsOf(dir).flatMap((slot) => readdirSync(slot));
    expect(new Set(names).size).toBe(19);
    const next = open(dir, 1_000_000, clock).spool;
    expect(slotsOf(dir)).toHaveLength(1);
    expect(readdirSync(slotsOf(dir)[0]!).sort()).toEqual(names.sort());
    next.append("deploys", "later");
    expect(await drain(next)).toEqual([...given, "last", "later"]);
    await next.close();
  });

  it("looks into 64 folders at a start, those first that were written to longest ago", async () => {
    const dir = tempDir();
    const clients = Array.from({ length: 70 }, () => open(dir).spool);
    const dated = new Set<string>();
    for (const [i, client] of clients.entries()) {
      client.append("events", String(i));
      const [name] = slotsOf(dir).filter((slot) => readdirSync(slot).length > 0 && !dated.has(slot));
      dated.add(name!);
      utimesSync(name!, 1_790_000_000 - i, 1_790_000_000 - i);
    }
    await Promise.all(clients.map((client) => client.close()));
    const [first, second] = [open(dir).spool, open(dir).spool];
    expect((await drain(second)).map(Number).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await drain(first)).toHaveLength(64);
    await Promise.all([first.close(), second.close()]);
    expect(slotsOf(dir)).toEqual([]);
  });

  it("leaves to others what would not find room beside what it has taken", async () => {
    const dir = tempDir();
    const clients = [1, 2, 3].map(() => open(dir, 4_000).spool);
    for (const client of clients) for (let i = 0; i < 150; i++) client.append("events", `record ${i}`);
    await Promise.all(clients.map((client) => client.close()));
    const next = [1, 2, 3].map(() => open(dir, 4_000));
    for (const { spool } of next) expect(await drain(spool)).toHaveLength(150);
    expect(next.map(({ dropped }) => dropped.events)).toEqual([0, 0, 0]);
    await Promise.all(next.map(({ spool }) => spool.close()));
  });

  it("goes on when what cleans temporary folders has taken its own", async () => {
    const dir = tempDir();
    const { spool } = open(dir);
    rmSync(slotsOf(dir)[0]!, { recursive: true });
    expect(spool.append("events", "1")).toBe(true);
    expect(await drain(spool)).toEqual(["1"]);
    await spool.close();
  });

  it("that is closed twice gives back only what was its own", async () => {
    const dir = tempDir();
    const first = open(dir).spool;
    await first.close();
    const second = open(dir).spool;
    second.append("events", "2");
    await first.close();
    const third = open(dir).spool;
    expect(await drain(third)).toEqual([]);
    expect(slotsOf(dir)).toHaveLength(2);
    await Promise.all([second.close(), third.close()]);
  });

  it.skipIf(process.getuid?.() === 0)("says which folder it cannot write", () => {
    const dir = tempDir();
    chmodSync(dir, 0o500);
    expect(() => open(dir)).toThrow(`spoolDir ${dir} cannot be written`);
  });

  it("says what is wrong when its folder is a file", () => {
    const file = join(tempDir(), "file");
    writeFileSync(file, "");
    expect(() => open(file)).toThrow(`spoolDir ${file} cannot be written`);
  });
});
