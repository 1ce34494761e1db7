import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createProcessGroups } from "./process-groups.ts";
import type { ProcessStat } from "./process-stat.ts";

const MINUTE_MS = 60_000;
const stat = (
  pid: number,
  group: string,
  userTicks: number,
  more: Partial<ProcessStat> = {},
): ProcessStat => ({
  pid,
  group,
  userTicks,
  systemTicks: 0,
  startTicks: 1,
  residentPages: 0,
  ...more,
});

describe("groups of processes", () => {
  it("never lose time when processes end, begin or take over a pid", () => {
    const process = fc.record({
      pid: fc.integer({ min: 1, max: 6 }),
      startTicks: fc.integer({ min: 1, max: 3 }),
      userTicks: fc.nat(100),
      systemTicks: fc.nat(100),
    });
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(process, { selector: (p) => p.pid }), { maxLength: 10 }),
        (scans) => {
          const groups = createProcessGroups(5);
          let last = 0;
          scans.forEach((processes, i) => {
            const all = processes.map((p) => ({ ...p, group: "g", residentPages: 1 }));
            const told = groups.scan(all, i * 5_000)[0];
            if (told === undefined) return;
            expect(told.userTicks + told.systemTicks).toBeGreaterThanOrEqual(last);
            last = told.userTicks + told.systemTicks;
          });
        },
      ),
    );
  });

  it("add up what each process used", () => {
    const groups = createProcessGroups(5);
    groups.scan([stat(1, "web", 10), stat(2, "web", 20)], 0);
    const [web] = groups.scan([stat(1, "web", 15), stat(3, "web", 4)], 5_000);
    expect(web).toMatchObject({ userTicks: 39, processes: 2, before: { userTicks: 30 } });
  });

  it("are told of when they are top by time used since the last scan, not ever, or by memory", () => {
    const groups = createProcessGroups(1);
    groups.scan([stat(1, "old", 1_000), stat(2, "new", 0), stat(3, "big", 0, { residentPages: 9 })], 0);
    const later = 11 * MINUTE_MS;
    const told = groups.scan(
      [stat(1, "old", 1_000), stat(2, "new", 1), stat(3, "big", 0, { residentPages: 9 })],
      later,
    );
    expect(told.map(({ name }) => name).sort()).toEqual(["big", "new"]);
  });

  it("are told of for ten minutes after they were top, even when nothing runs", () => {
    const groups = createProcessGroups(1);
    groups.scan([stat(1, "job", 10)], 0);
    expect(groups.scan([], 10 * MINUTE_MS).map(({ name, processes }) => [name, processes])).toEqual([
      ["job", 0],
    ]);
    expect(groups.scan([], 11 * MINUTE_MS)).toEqual([]);
  });
});
