import type { Reader } from "./collector.ts";
import { numberOf, readProc, rowsOf } from "./proc.ts";

const modes = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"] as const;
/** How far back a processor's seconds may go without having begun anew; `iowait` does so by its nature (proc_stat(5)). */
const STEP_BACK_SECONDS = 3;

const counters = new Map([
  ["intr", "node_intr_total"],
  ["ctxt", "node_context_switches_total"],
  ["processes", "node_forks_total"],
  ["procs_running", "node_procs_running"],
  ["procs_blocked", "node_procs_blocked"],
  ["btime", "node_boot_time_seconds"],
]);

/** /proc/stat: processor time by mode, interrupts, context switches, forks, what runs and waits. */
export function statReader(procRoot: string, ticksPerSecond: number): Reader {
  const last = new Map<string, number>();

  /** The seconds, not below what was said before unless they began anew. */
  function rising(key: string, seconds: number): number {
    const before = last.get(key) ?? 0;
    const now = seconds < before && before - seconds < STEP_BACK_SECONDS ? before : seconds;
    last.set(key, now);
    return now;
  }

  return {
    name: "stat",
    metadata: [
      ["node_cpu_seconds_total", "counter", "Seconds the processors spent in each mode.", "seconds"],
      ["node_intr_total", "counter", "Interrupts served."],
      ["node_context_switches_total", "counter", "Context switches."],
      ["node_forks_total", "counter", "Forks."],
      ["node_procs_running", "gauge", "Processes that could run."],
      ["node_procs_blocked", "gauge", "Processes that wait for I/O."],
      ["node_boot_time_seconds", "gauge", "When the machine started, Unix time.", "seconds"],
    ],
    read(put) {
      for (const row of rowsOf(readProc(`${procRoot}/stat`))) {
        const [head = ""] = row;
        const name = counters.get(head);
        if (name !== undefined) put(name, numberOf(row[1]));
        const cpu = /^cpu(\d+)$/.exec(head)?.[1];
        if (cpu === undefined) continue;
        for (const [i, mode] of modes.entries()) {
          const seconds = numberOf(row[i + 1]) / ticksPerSecond;
          if (!Number.isNaN(seconds)) {
            put("node_cpu_seconds_total", rising(`${cpu} ${mode}`, seconds), { cpu, mode });
          }
        }
      }
    },
  };
}
