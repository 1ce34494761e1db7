import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

function open(dir: string, maxBytes = 1_000_000) {
  const dropped = { events: 0, deploys: 0 };
  const spool = openSpool({
    dir,
    maxBytes,
    onDropped(kind, records) {
      dropped[kind] += records;
    },
  });
  return { spool, dropped };
}

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
    expect(readdirSync(join(dir, "slot-0"))).toEqual([]);
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
        const [file] = readdirSync(join(dir, "slot-0"));
        const cut = where % (bytes + 1);
        truncateSync(join(dir, "slot-0", file!), cut);
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
    const [file] = readdirSync(join(dir, "slot-0"));
    appendFileSync(join(dir, "slot-0", file!), "torn");
    writeFileSync(join(dir, "slot-0", "notes.txt"), "mine");
    const second = open(dir).spool;
    expect(second.damaged).toBe(1);
    expect(await drain(second)).toEqual(["1"]);
    await second.close();
    expect(readdirSync(join(dir, "slot-0"))).toEqual(["notes.txt"]);
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
    expect(readdirSync(dir).sort()).toEqual(["slot-0", "slot-1"]);
    await first.close();
    const third = open(dir).spool;
    expect(await drain(third)).toEqual(["1"]);
    expect(await drain(second)).toEqual(["2"]);
    await Promise.all([second.close(), third.close()]);
  });

  it("that is closed twice gives back only what was its own", async () => {
    const dir = tempDir();
    const first = open(dir).spool;
    await first.close();
    const second = open(dir).spool;
    await first.close();
    const third = open(dir).spool;
    expect(readdirSync(dir).sort()).toEqual(["slot-0", "slot-1"]);
    await Promise.all([second.close(), third.close()]);
  });

  it("takes over the folder of a process that died", async () => {
    const dir = tempDir();
    const first = open(dir).spool;
    first.append("events", "1");
    await first.close();
    // Beyond the highest number that Linux gives.
    writeFileSync(join(dir, "slot-0", "lock"), "4194305:0");
    const second = open(dir).spool;
    expect(await drain(second)).toEqual(["1"]);
    await second.close();
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
