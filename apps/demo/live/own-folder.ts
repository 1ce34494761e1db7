import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "mock-production-";
/** Names its owner: the process's id and the machine's name, for containers may share a folder and not their processes. */
const OWNER_FILE = "owner";
/** At most so many are looked at. */
const MOST = 200;

/**
 * A new folder for what a run of the demo keeps, in `parent`. First it removes those that runs have left which are no more
 * and could not remove them: only folders of this user, on this machine, whose owner's process is gone.
 * @throws Error where no folder can be made.
 */
export function makeOwnFolder(parent = tmpdir()): string {
  const left = readdirSync(parent).filter((name) => name.startsWith(PREFIX));
  for (const name of left.slice(0, MOST)) {
    try {
      const path = join(parent, name);
      if (isLeft(path)) rmSync(path, { recursive: true, force: true });
    } catch {
      // Another run removes it at the same time, or it cannot be removed: it is no reason not to start.
    }
  }
  const folder = mkdtempSync(join(parent, PREFIX));
  writeFileSync(join(folder, OWNER_FILE), `${process.pid} ${hostname()}`);
  return folder;
}

function isLeft(path: string): boolean {
  const about = lstatSync(path);
  if (!about.isDirectory() || about.uid !== (process.getuid?.() ?? about.uid)) return false;
  const [, pid, host] = /^(\d{1,10}) (.{1,255})$/.exec(readFileSync(join(path, OWNER_FILE), "utf8")) ?? [];
  return host === hostname() && Number(pid) > 0 && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Any other error is of a process that is there and not ours.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
