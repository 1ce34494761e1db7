import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A process as `writeProcess` writes it; times in ticks, memory in pages. */
export interface FakeProcess {
  readonly pid: number;
  readonly name: string;
  readonly parent?: number;
  readonly user: number;
  readonly system?: number;
  readonly start?: number;
  readonly pages?: number;
}

/** A line as in /proc/<pid>/stat: the fields of proc_pid_stat(5), those that are not given 0. */
export function processLine({
  pid,
  name,
  parent = 1,
  user,
  system = 0,
  start = 1,
  pages = 0,
}: FakeProcess): string {
  const fields = new Map<number, string | number>([
    [1, pid],
    [2, `(${name})`],
    [3, "S"],
    [4, parent],
    [14, user],
    [15, system],
    [22, start],
    [24, pages],
  ]);
  return Array.from({ length: 52 }, (_, i) => fields.get(i + 1) ?? 0).join(" ");
}

/** A /proc of our own in a temporary folder, for the length of a test: files by their path below it. */
export function createFakeProc(files: Readonly<Record<string, string>> = {}) {
  const root = mkdtempSync(join(tmpdir(), "proc-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return {
    root,
    write,
    writeProcess: (process: FakeProcess) => write(`${process.pid}/stat`, processLine(process)),
  };
}
