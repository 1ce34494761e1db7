/** What /proc/<pid>/stat says of a process. Times in clock ticks. */
export interface ProcessStat {
  readonly pid: number;
  /** Processes of one group are told of together: those with one command name, and the kernel's threads of one purpose. */
  readonly group: string;
  readonly userTicks: number;
  readonly systemTicks: number;
  /** With the pid it names one process for as long as the machine runs. */
  readonly startTicks: number;
  readonly residentPages: number;
}

/** The kernel's thread that is the parent of all of its others. */
const KTHREADD = 2;

/**
 * Reads /proc/<pid>/stat (proc_pid_stat(5)); undefined where it is no such line. The command name stands in brackets and may
 * itself hold brackets and spaces, so that it ends at the last one.
 */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open < 0 || close < open) return undefined;
  const name = text.slice(open + 1, close);
  const rest = text.slice(close + 2).split(" ");
  const field = (number: number) => Number(rest[number - 3]);
  const stat = {
    pid: Number(text.slice(0, open)),
    group: field(4) === KTHREADD ? (name.split("/")[0] ?? name) : name,
    userTicks: field(14),
    systemTicks: field(15),
    startTicks: field(22),
    residentPages: field(24),
  };
  return Number.isNaN(stat.residentPages) || Number.isNaN(stat.pid) ? undefined : stat;
}
