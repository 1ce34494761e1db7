import type { Reader } from "./collector.ts";
import { numberOf, readProc, rowsOf } from "./proc.ts";

/** Linux counts in sectors of 512 bytes here, whatever the device's own are (iostats.rst). */
const SECTOR_BYTES = 512;
/** Memory devices, loops, optical drives, and partitions, whose traffic their disk counts already. */
const PASSED_OVER =
  /^(z?ram|loop|fd|sr|nbd)\d+$|^(h|s|v|xv)d[a-z]+\d+$|^(nvme\d+n\d+|mmcblk\d+)p\d+$|boot\d$/;

/** /proc/diskstats: what was read and written by each disk, and how long it was busy. */
export function diskReader(procRoot: string): Reader {
  return {
    name: "diskstats",
    optional: true,
    metadata: [
      ["node_disk_reads_completed_total", "counter", "Reads completed."],
      ["node_disk_read_bytes_total", "counter", "Bytes read.", "bytes"],
      ["node_disk_read_time_seconds_total", "counter", "Seconds that reads took.", "seconds"],
      ["node_disk_writes_completed_total", "counter", "Writes completed."],
      ["node_disk_written_bytes_total", "counter", "Bytes written.", "bytes"],
      ["node_disk_write_time_seconds_total", "counter", "Seconds that writes took.", "seconds"],
      ["node_disk_io_now", "gauge", "Reads and writes under way."],
      ["node_disk_io_time_seconds_total", "counter", "Seconds in which the disk was busy.", "seconds"],
      [
        "node_disk_io_time_weighted_seconds_total",
        "counter",
        "Seconds that reads and writes waited, each counted.",
        "seconds",
      ],
    ],
    read(put) {
      for (const row of rowsOf(readProc(`${procRoot}/diskstats`))) {
        const [, , device = "", ...words] = row;
        const n = words.map(numberOf);
        if (PASSED_OVER.test(device) || (n[0] === 0 && n[4] === 0)) continue;
        const labels = { device };
        const say = (name: string, field: number, unit: number) => put(name, n[field]! * unit, labels);
        say("node_disk_reads_completed_total", 0, 1);
        say("node_disk_read_bytes_total", 2, SECTOR_BYTES);
        say("node_disk_read_time_seconds_total", 3, 0.001);
        say("node_disk_writes_completed_total", 4, 1);
        say("node_disk_written_bytes_total", 6, SECTOR_BYTES);
        say("node_disk_write_time_seconds_total", 7, 0.001);
        say("node_disk_io_now", 8, 1);
        say("node_disk_io_time_seconds_total", 9, 0.001);
        say("node_disk_io_time_weighted_seconds_total", 10, 0.001);
      }
    },
  };
}
