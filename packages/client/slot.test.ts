import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { systemClock } from "@mission-control/series";
import { build } from "esbuild";
import { afterEach, expect, test } from "vitest";
import { takeSlot } from "./slot.ts";
import { openSpool, type Spool } from "./spool.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "client-slot-"));
  undo.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

const open = (dir: string) =>
  openSpool({ dir, clock: systemClock, maxBytes: 1_000_000, onDropped: () => {} });

async function drain(spool: Spool): Promise<string[]> {
  const texts: string[] = [];
  for (let next = spool.hold(); next !== undefined; next = spool.hold()) {
    texts.push(...(await spool.read(next)));
    spool.remove(next);
  }
  return texts;
}

/**
 * A program that opens a spool at `open <text>`, says what it found and sends it, keeps the text; and closes at `close`. At `claim`
 * it takes all free folders that it gets, and says under which names.
 */
const program = `
  import { createInterface } from "node:readline";
  import { systemClock } from "@mission-control/series";
  import { freeSlots } from "./slot.ts";
  import { openSpool } from "./spool.ts";
  let spool;
  for await (const line of createInterface(process.stdin)) {
    const [order, text] = line.split(" ");
    const found = [];
    if (order === "close") await spool.close();
    else if (order === "claim") {
      for (const free of freeSlots(process.argv[2], 64)) found.push(...[free.claim()].flatMap((slot) => slot?.dir ?? []));
    } else {
      spool = openSpool({ dir: process.argv[2], clock: systemClock, maxBytes: 1_000_000, onDropped() {} });
      for (let next = spool.hold(); next !== undefined; next = spool.hold()) {
        found.push(...(await spool.read(next)));
        spool.remove(next);
      }
      if (!spool.append("events", text)) throw new Error("not kept");
    }
    console.log(JSON.stringify(found));
  }
`;

async function startMany(count: number, dir: string) {
  const script = join(tempDir(), "client.mjs");
  await build({
    stdin: { contents: program, resolveDir: import.meta.dirname },
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  return Array.from({ length: count }, () => {
    const child: ChildProcess = spawn(process.execPath, [script, dir], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    undo.push(() => child.kill("SIGKILL"));
    const lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
    return {
      async order(line: string): Promise<string[]> {
        child.stdin!.write(`${line}\n`);
        const { value, done } = await lines.next();
        if (done === true) throw new Error("the process has ended");
        return JSON.parse(value);
      },
      async kill(): Promise<void> {
        child.kill("SIGKILL");
        await once(child, "exit");
      },
    };
  });
}

test("of processes that open at once each has a folder of its own, and what is left goes to one of them", async () => {
  const dir = tempDir();
  const count = 6;
  const clients = await startMany(count, dir);
  const found: string[] = [];
  const given: string[] = [];
  for (let round = 0; round < 20; round++) {
    const texts = clients.map((_, i) => `${round}/${i}`);
    given.push(...texts);
    found.push(...(await Promise.all(clients.map((one, i) => one.order(`open ${texts[i]}`)))).flat());
    expect([...found].sort()).toEqual(given.slice(0, count * round).sort());
    expect(readdirSync(dir)).toHaveLength(count);
    // What they have open is theirs.
    const other = open(dir);
    expect(await drain(other)).toEqual([]);
    await other.close();
    await Promise.all(clients.map((one) => one.order("close")));
  }
  const last = open(dir);
  found.push(...(await drain(last)));
  expect([...found].sort()).toEqual([...given].sort());
  await last.close();
  expect(readdirSync(dir)).toEqual([]);
}, 60_000);

test("a free folder goes to one of the processes that want it at once", async () => {
  const dir = tempDir();
  const clients = await startMany(6, dir);
  for (let round = 0; round < 10; round++) {
    const slots = Array.from({ length: 12 }, () => takeSlot(dir));
    for (const slot of slots) {
      writeFileSync(join(slot.dir, "something"), "");
      slot.release();
    }
    const claimed = (await Promise.all(clients.map((one) => one.order("claim")))).flat();
    expect(claimed.sort()).toEqual(
      readdirSync(dir)
        .map((name) => join(dir, name))
        .sort(),
    );
    expect(claimed).toHaveLength(slots.length);
    for (const taken of claimed) rmSync(taken, { recursive: true });
  }
});

test("what processes that are killed leave goes with the next client", async () => {
  const dir = tempDir();
  const clients = await startMany(3, dir);
  await Promise.all(clients.map((one, i) => one.order(`open ${i}`)));
  await Promise.all(clients.map((one) => one.kill()));
  const next = open(dir);
  expect((await drain(next)).sort()).toEqual(["0", "1", "2"]);
  await next.close();
  expect(readdirSync(dir)).toEqual([]);
});

test.skipIf(process.platform !== "linux")(
  "a folder is free when its process's number has gone to another process",
  () => {
    const dir = tempDir();
    const stat = readFileSync("/proc/self/stat", "utf8");
    const started = Number(stat.slice(stat.lastIndexOf(")")).split(" ")[20]);
    const [ours, earlier] = [started, started - 1].map((at) => `slot-${process.pid}-${at}-0123456789ab`) as [
      string,
      string,
    ];
    for (const name of [ours, earlier]) mkdirSync(join(dir, name), { mode: 0o700 });
    const spool = open(dir);
    expect(readdirSync(dir)).toContain(ours);
    expect(readdirSync(dir)).not.toContain(earlier);
    return spool.close();
  },
);
