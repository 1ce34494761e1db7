import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@mission-control/series";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { roster } from "../company/roster.ts";
import { buildInstance } from "./built-instance.ts";
import { forkInstance } from "./fork-instance.ts";

describe("an instance's process", () => {
  let built: Awaited<ReturnType<typeof buildInstance>>;
  const folder = mkdtempSync(join(tmpdir(), "instance-"));
  const assignment = {
    spec: roster.find((spec) => spec.name === "api-1")!,
    seed: "laws",
    url: "http://127.0.0.1:9",
    statsd: { host: "127.0.0.1", port: 9 },
    database: join(folder, "shop.sqlite"),
    apiPort: 9,
    spoolDir: join(folder, "spool"),
  };

  beforeAll(async () => {
    built = await buildInstance();
  }, 30_000);
  afterAll(() => {
    built.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = () => forkInstance({ program: built.program, assignment, clock: systemClock, speed: 1 });

  it("answers as the instance that it was told to be, and ends when it is asked to", async () => {
    const instance = await start();
    const answer = await fetch(`http://127.0.0.1:${instance.port}/products`);
    expect([answer.status, answer.headers.get("x-version")]).toEqual([200, "v411"]);
    await instance.end();
    await expect(fetch(`http://127.0.0.1:${instance.port}/products`)).rejects.toThrow();
  }, 30_000);

  it("takes faults while it runs", async () => {
    const instance = await start();
    const status = async () => (await fetch(`http://127.0.0.1:${instance.port}/products`)).status;
    expect(await status()).toBe(200);
    instance.fault({ ...assignment.spec.faults, errorShare: 1 });
    await expect.poll(status, { timeout: 5_000 }).toBe(500);
    await instance.end();
  }, 30_000);

  it("follows the company's time in what leaks", async () => {
    const instance = await forkInstance({
      program: built.program,
      assignment,
      clock: systemClock,
      speed: 60,
    });
    // 256 files a minute of the company's, which is a second of ours.
    instance.fault({ ...assignment.spec.faults, filesPerMinute: 256 });
    const status = async () => (await fetch(`http://127.0.0.1:${instance.port}/products`)).status;
    await expect.poll(status, { timeout: 8_000 }).toBe(500);
    await instance.end();
  }, 30_000);

  it("ends when the process that started it is gone, however that ended", async () => {
    const parent = spawn(
      process.execPath,
      [
        "--input-type=module",
        "--eval",
        PARENT,
        built.program,
        JSON.stringify({ order: "begin", assignment }),
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
  }, 30_000);

  it("says why it cannot start", async () => {
    const database = join(folder, "missing", "shop.sqlite");
    const starting = forkInstance({
      program: built.program,
      assignment: { ...assignment, database },
      clock: systemClock,
      speed: 1,
    });
    await expect(starting).rejects.toThrow(/^api-1 did not start: .*open/);
  }, 30_000);
});

/** A program that starts an instance, says its process' number once it listens, and stays. */
const PARENT = `
  import { fork } from "node:child_process";
  const [program, begin] = process.argv.slice(1);
  const child = fork(program, { execArgv: [] });
  child.once("message", () => console.log(child.pid));
  child.send(JSON.parse(begin));
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
