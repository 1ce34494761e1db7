import { readdirSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "@mission-control/series";
import type { Put, Reader } from "./collector.ts";
import { readProc } from "./proc.ts";
import { createProcessGroups, type ProcessGroup } from "./process-groups.ts";
import { type ProcessStat, parseProcessStat } from "./process-stat.ts";

const TOP = 5;
/** Processes read before other work may run: about 0.5 ms. */
const BATCH = 25;
/** A little less than 5 s, so that a scan each 5 s is not missed by a timer that comes early. */
const LEAST_MS = 4_500;
/** A scan may take this share of the time; with very many processes it comes more seldom. */
const SHARE = 0.01;

/**
 * How many processes there are, and the top five by processor time and by memory, under process-exporter's names. Processes with
 * one command name are one group. A group is told of while it is among the top, and for ten minutes after.
 */
export function processesReader(options: {
  procRoot: string;
  clock: Clock;
  ticksPerSecond: number;
  pageBytes: number;
}): Reader {
  const { procRoot, clock, ticksPerSecond, pageBytes } = options;
  const groups = createProcessGroups(TOP);
  let told = new Set<ProcessGroup>();
  let notBeforeMs = Number.NEGATIVE_INFINITY;
  let scannedMs: number | undefined;

  async function readAll(pids: readonly string[]): Promise<{ processes: ProcessStat[]; busyMs: number }> {
    const processes: ProcessStat[] = [];
    let busyMs = 0;
    for (let from = 0; from < pids.length; from += BATCH) {
      const startMs = clock.monotonicMs();
      for (const pid of pids.slice(from, from + BATCH)) {
        const process = readOne(`${procRoot}/${pid}/stat`);
        if (process !== undefined) processes.push(process);
      }
      busyMs += clock.monotonicMs() - startMs;
      await nextTurn();
    }
    return { processes, busyMs };
  }

  function tell(put: Put, group: ProcessGroup, isNew: boolean): void {
    const groupname = group.name;
    const modes = [
      ["user", group.userTicks, group.before.userTicks],
      ["system", group.systemTicks, group.before.systemTicks],
    ] as const;
    for (const [mode, ticks, before] of modes) {
      const name = "namedprocess_namegroup_cpu_seconds_total";
      // Else the rate of what just made it one of the top could not be seen.
      if (isNew && scannedMs !== undefined)
        put(name, before / ticksPerSecond, { groupname, mode }, scannedMs);
      put(name, ticks / ticksPerSecond, { groupname, mode });
    }
    put("namedprocess_namegroup_memory_bytes", group.residentPages * pageBytes, {
      groupname,
      memtype: "resident",
    });
    put("namedprocess_namegroup_num_procs", group.processes, { groupname });
  }

  return {
    name: "processes",
    metadata: [
      ["node_processes_pids", "gauge", "Processes."],
      [
        "namedprocess_namegroup_cpu_seconds_total",
        "counter",
        "Processor time of all processes of this name.",
        "seconds",
      ],
      ["namedprocess_namegroup_memory_bytes", "gauge", "Memory of all processes of this name.", "bytes"],
      ["namedprocess_namegroup_num_procs", "gauge", "Processes of this name."],
    ],
    async read(put, timeMs) {
      const pids = readdirSync(procRoot).filter((name) => /^\d+$/.test(name));
      put("node_processes_pids", pids.length);
      const startMs = clock.monotonicMs();
      if (startMs < notBeforeMs) return;
      const { processes, busyMs } = await readAll(pids);
      notBeforeMs = startMs + Math.max(LEAST_MS, busyMs / SHARE);
      const now = groups.scan(processes, timeMs);
      for (const group of now) tell(put, group, !told.has(group));
      told = new Set(now);
      scannedMs = timeMs;
    },
  };
}

/** A process; undefined when it is over by now. */
function readOne(path: string): ProcessStat | undefined {
  try {
    return parseProcessStat(readProc(path));
  } catch {
    return undefined;
  }
}
