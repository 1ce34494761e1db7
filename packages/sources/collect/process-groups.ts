import type { ProcessStat } from "./process-stat.ts";

/** What is known of all processes of one command name. The ticks only ever grow, whichever processes come and go. */
export interface ProcessGroup {
  readonly name: string;
  userTicks: number;
  systemTicks: number;
  residentPages: number;
  processes: number;
  /** What it had at the scan before. */
  before: { userTicks: number; systemTicks: number };
  /** The scan in which it last had a process, and in which it was last among the top. */
  seenMs: number;
  topMs: number;
}

interface Known {
  readonly startTicks: number;
  userTicks: number;
  systemTicks: number;
  scan: number;
}

const REMEMBERED_MS = 10 * 60_000;
/** The most groups that are told of at once. */
const MOST_TOLD = 40;

/**
 * Adds processes up by group over scans. Each process adds what it used since the scan before (one that is new: all it used), so
 * that a group's time never falls when one of its processes ends.
 */
export function createProcessGroups(topCount: number) {
  const groups = new Map<string, ProcessGroup>();
  const known = new Map<number, Known>();
  let scan = 0;

  function groupOf(name: string, timeMs: number): ProcessGroup {
    let group = groups.get(name);
    if (group === undefined) {
      group = {
        name,
        userTicks: 0,
        systemTicks: 0,
        residentPages: 0,
        processes: 0,
        before: { userTicks: 0, systemTicks: 0 },
        seenMs: timeMs,
        topMs: Number.NEGATIVE_INFINITY,
      };
      groups.set(name, group);
    }
    return group;
  }

  function begin(): void {
    scan++;
    for (const group of groups.values()) {
      group.before = { userTicks: group.userTicks, systemTicks: group.systemTicks };
      group.residentPages = 0;
      group.processes = 0;
    }
  }

  function add(process: ProcessStat, timeMs: number): void {
    const group = groupOf(process.group, timeMs);
    const before = known.get(process.pid);
    const same = before !== undefined && before.startTicks === process.startTicks;
    group.userTicks += Math.max(0, process.userTicks - (same ? before.userTicks : 0));
    group.systemTicks += Math.max(0, process.systemTicks - (same ? before.systemTicks : 0));
    group.residentPages += process.residentPages;
    group.processes++;
    group.seenMs = timeMs;
    if (same) {
      before.userTicks = process.userTicks;
      before.systemTicks = process.systemTicks;
      before.scan = scan;
    } else {
      const { startTicks, userTicks, systemTicks } = process;
      known.set(process.pid, { startTicks, userTicks, systemTicks, scan });
    }
  }

  /** Ends a scan; the groups to tell of: the top by time used since the last scan and by memory, and those that were so lately. */
  function end(timeMs: number): ProcessGroup[] {
    for (const [pid, process] of known) if (process.scan !== scan) known.delete(pid);
    const all = [...groups.values()];
    const used = (group: ProcessGroup) =>
      group.userTicks + group.systemTicks - group.before.userTicks - group.before.systemTicks;
    const top = (by: (group: ProcessGroup) => number) =>
      all
        .filter((group) => by(group) > 0)
        .sort((a, b) => by(b) - by(a))
        .slice(0, topCount);
    for (const group of [...top(used), ...top((g) => g.residentPages)]) group.topMs = timeMs;
    for (const group of all) if (timeMs - group.seenMs > REMEMBERED_MS) groups.delete(group.name);
    return all
      .filter((group) => groups.has(group.name) && timeMs - group.topMs <= REMEMBERED_MS)
      .sort((a, b) => b.topMs - a.topMs)
      .slice(0, MOST_TOLD);
  }

  return {
    /** Takes all processes of one scan, and gives the groups to tell of. */
    scan(processes: Iterable<ProcessStat>, timeMs: number): ProcessGroup[] {
      begin();
      for (const process of processes) add(process, timeMs);
      return end(timeMs);
    },
  };
}
