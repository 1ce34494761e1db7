import type { Reader } from "./collector.ts";
import { numberOf, readProc, rowsOf } from "./proc.ts";

/** What node_exporter calls the three load averages. */
export const loadNames = ["node_load1", "node_load5", "node_load15"] as const;

export const loadMetadata: Reader["metadata"] = [
  ["node_load1", "gauge", "1-minute load average."],
  ["node_load5", "gauge", "5-minute load average."],
  ["node_load15", "gauge", "15-minute load average."],
];

/** /proc/loadavg. */
export function loadReader(procRoot: string): Reader {
  return {
    name: "loadavg",
    metadata: loadMetadata,
    read(put) {
      const [row = []] = rowsOf(readProc(`${procRoot}/loadavg`));
      for (const [i, name] of loadNames.entries()) put(name, numberOf(row[i]));
    },
  };
}
