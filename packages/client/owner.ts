import { readFileSync } from "node:fs";

/**
 * A process among all that run, and that ran, under one numbering of processes: its number and when it started, in ticks
 * since the machine did; 0 where the system does not say (there is no /proc).
 */
export interface Owner {
  readonly pid: number;
  readonly started: number;
}

/** This process. Its threads are one owner. */
export const thisProcess = (): Owner => ({ pid: process.pid, started: statOf("self")?.started ?? 0 });

/** Whether a process still runs. A number that another process has by now is told by the start, where that is known. */
export function isRunning({ pid, started }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const stat = statOf(String(pid));
  if (stat === undefined) return true;
  return stat.state !== "Z" && (started === 0 || started === stat.started);
}

/** State and start out of /proc/<pid>/stat (proc(5), fields 3 and 22); the name before them may hold anything. */
function statOf(pid: string): { state: string | undefined; started: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0], started: Number(fields[19]) };
  } catch {
    return undefined;
  }
}
