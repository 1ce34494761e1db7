import { cpus, freemem, loadavg, totalmem, uptime } from "node:os";
import type { Clock } from "@mission-control/series";
import type { Reader } from "./collector.ts";
import { loadMetadata, loadNames } from "./host-load.ts";

/**
 * What node:os knows on every system: processor time by mode, load, memory, when the machine started. Under the same names as on
 * Linux, so that a wall made there shows it. Windows has no load averages; there they are left out.
 */
export function portableReaders(clock: Clock): Reader[] {
  return [
    {
      name: "os.cpus",
      metadata: [
        ["node_cpu_seconds_total", "counter", "Seconds the processors spent in each mode.", "seconds"],
      ],
      read(put) {
        for (const [i, { times }] of cpus().entries()) {
          const cpu = String(i);
          const modes = {
            user: times.user,
            nice: times.nice,
            system: times.sys,
            idle: times.idle,
            irq: times.irq,
          };
          for (const [mode, ms] of Object.entries(modes))
            put("node_cpu_seconds_total", ms / 1000, { cpu, mode });
        }
      },
    },
    {
      name: "os.loadavg",
      metadata: loadMetadata,
      read(put) {
        if (process.platform === "win32") return;
        for (const [i, load] of loadavg().entries()) put(loadNames[i]!, load);
      },
    },
    {
      name: "os.memory",
      metadata: [
        ["node_memory_MemTotal_bytes", "gauge", "Memory that the system can use.", "bytes"],
        ["node_memory_MemFree_bytes", "gauge", "Memory that nothing uses.", "bytes"],
        ["node_memory_MemAvailable_bytes", "gauge", "Memory that new programs could have.", "bytes"],
      ],
      read(put) {
        put("node_memory_MemTotal_bytes", totalmem());
        put("node_memory_MemFree_bytes", freemem());
        put("node_memory_MemAvailable_bytes", freemem());
      },
    },
    {
      name: "os.uptime",
      metadata: [["node_boot_time_seconds", "gauge", "When the machine started, Unix time.", "seconds"]],
      read(put) {
        put("node_boot_time_seconds", Math.round(clock.now() / 1000 - uptime()));
      },
    },
  ];
}
