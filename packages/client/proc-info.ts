import { readdir } from "node:fs/promises";
import type { Clock, Undo } from "@mission-control/series";

/** What this process uses, as Prometheus names it. */
interface Meter {
  count(name: string, by: number): void;
  gauge(name: string, value: number): void;
}

/**
 * Reports now and each `everyMs`: `process_cpu_seconds_total` (since this began), `process_resident_memory_bytes`, and
 * `process_open_fds` where the system shows it (Linux, macOS).
 */
export function reportProcInfo(clock: Clock, meter: Meter, everyMs: number): Undo {
  let last = process.cpuUsage();
  let isStopped = false;

  async function report(): Promise<void> {
    const used = process.cpuUsage();
    meter.count("process_cpu_seconds", (used.user - last.user + used.system - last.system) / 1e6);
    last = used;
    meter.gauge("process_resident_memory_bytes", process.memoryUsage.rss());
    const handles = await openHandles();
    if (handles !== undefined && !isStopped) meter.gauge("process_open_fds", handles);
  }

  void report();
  const stop = clock.every(everyMs, () => void report());
  return () => {
    isStopped = true;
    stop();
  };
}

/** The number of open file handles, without the one that reading it takes. */
async function openHandles(): Promise<number | undefined> {
  for (const dir of ["/proc/self/fd", "/dev/fd"]) {
    try {
      return (await readdir(dir)).length - 1;
    } catch {
      // Not this system's.
    }
  }
  return undefined;
}
