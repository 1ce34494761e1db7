import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";

const MOST_SLOTS = 1_000;
const held = new Set<string>();

/** A folder that belongs to one client at a time. */
export interface Slot {
  readonly dir: string;
  release(): void;
}

/**
 * Takes the first free folder of `dir` (`slot-0`, `slot-1`, ...), so that several processes may share one setting. What a
 * process that died left in its folder is found by the next that starts.
 * @throws Error in words, where the folder cannot be written.
 */
export function takeSlot(dir: string): Slot {
  for (let number = 0; number < MOST_SLOTS; number++) {
    const slot = join(dir, `slot-${number}`);
    try {
      mkdirSync(slot, { recursive: true });
      if (takeLock(slot)) return { dir: slot, release: once(() => release(slot)) };
    } catch (cause) {
      throw new Error(
        `spoolDir ${dir} cannot be written: ${cause instanceof Error ? cause.message : cause}`,
        {
          cause,
        },
      );
    }
  }
  throw new Error(`spoolDir ${dir} has ${MOST_SLOTS} slots, all of them taken`);
}

/** Twice would give back what another has taken by then. */
function once(fn: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) fn();
    isDone = true;
  };
}

const lockOf = (slot: string) => join(slot, "lock");

function takeLock(slot: string): boolean {
  if (held.has(slot)) return false;
  const owner = `${process.pid}:${threadId}`;
  if (!create(lockOf(slot), owner)) {
    if (isAlive(readFileSync(lockOf(slot), "utf8"), owner)) return false;
    rmSync(lockOf(slot), { force: true });
    if (!create(lockOf(slot), owner)) return false;
  }
  held.add(slot);
  return true;
}

function create(path: string, text: string): boolean {
  try {
    const file = openSync(path, "wx");
    writeSync(file, text);
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Whether the writer of a lock lives. In a container a process gets its number again: its own lock is an old one. */
function isAlive(text: string, owner: string): boolean {
  if (text === owner) return false;
  const pid = Number(text.split(":")[0]);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function release(slot: string): void {
  if (held.delete(slot)) rmSync(lockOf(slot), { force: true });
}
