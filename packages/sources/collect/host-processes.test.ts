import { rmSync } from "node:fs";
import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createFakeProc } from "./fake-proc.ts";
import { processesReader } from "./host-processes.ts";

const CPU = "namedprocess_namegroup_cpu_seconds_total";

function open() {
  const clock = manualClock();
  const proc = createFakeProc();
  const reader = processesReader({ procRoot: proc.root, clock, ticksPerSecond: 100, pageBytes: 4096 });
  async function read(timeMs: number): Promise<string[]> {
    const lines: string[] = [];
    await reader.read((name, value, labels = {}, atMs = timeMs) => {
      lines.push(`${name} ${Object.values(labels).join(" ")} ${value} @${atMs}`);
    }, timeMs);
    return lines;
  }
  return { clock, proc, read };
}

describe("the top processes", () => {
  it("say time in seconds, memory in bytes and how many they are", async () => {
    const { proc, read } = open();
    proc.writeProcess({ pid: 10, name: "web", user: 150, system: 50, pages: 2 });
    proc.writeProcess({ pid: 11, name: "web", user: 50, pages: 1 });
    expect(await read(5_000)).toEqual([
      "node_processes_pids  2 @5000",
      `${CPU} web user 2 @5000`,
      `${CPU} web system 0.5 @5000`,
      "namedprocess_namegroup_memory_bytes web resident 12288 @5000",
      "namedprocess_namegroup_num_procs web 2 @5000",
    ]);
  });

  it("are looked for no more often than each 5 s", async () => {
    const { clock, proc, read } = open();
    proc.writeProcess({ pid: 10, name: "web", user: 1 });
    await read(0);
    clock.advance(1_000);
    expect(await read(1_000)).toEqual(["node_processes_pids  1 @1000"]);
    clock.advance(4_000);
    expect(await read(5_000)).toHaveLength(5);
  });

  it("that are new also say where they were at the scan before, so that their rate is seen", async () => {
    const { clock, proc, read } = open();
    proc.writeProcess({ pid: 10, name: "web", user: 1 });
    await read(0);
    proc.writeProcess({ pid: 20, name: "cc", user: 300 });
    clock.advance(5_000);
    expect((await read(5_000)).filter((line) => line.startsWith(`${CPU} cc user`))).toEqual([
      `${CPU} cc user 0 @0`,
      `${CPU} cc user 3 @5000`,
    ]);
    rmSync(`${proc.root}/20`, { recursive: true });
    clock.advance(5_000);
    expect((await read(10_000)).filter((line) => line.startsWith(`${CPU} cc user`))).toEqual([
      `${CPU} cc user 3 @10000`,
    ]);
  });
});
