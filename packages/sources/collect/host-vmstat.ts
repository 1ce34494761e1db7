import type { Reader } from "./collector.ts";
import { numberOf, readProc, rowsOf } from "./proc.ts";

const fields = new Map([
  ["pgfault", "Page faults."],
  ["pgmajfault", "Page faults that had to read from disk."],
  ["pgpgin", "KiB read from block devices."],
  ["pgpgout", "KiB written to block devices."],
  ["pswpin", "Pages brought in from swap."],
  ["pswpout", "Pages put out to swap."],
  ["oom_kill", "Processes killed because memory ran out."],
]);

/** /proc/vmstat: paging and swapping. */
export function vmstatReader(procRoot: string): Reader {
  return {
    name: "vmstat",
    metadata: [...fields].map(([field, help]) => [`node_vmstat_${field}`, "counter", help] as const),
    read(put) {
      for (const [field = "", value] of rowsOf(readProc(`${procRoot}/vmstat`))) {
        if (fields.has(field)) put(`node_vmstat_${field}`, numberOf(value));
      }
    },
  };
}
