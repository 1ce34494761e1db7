import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { isRunning, type Owner, thisProcess } from "./owner.ts";
import { isOwnFolder, privateFolderMode } from "./private-folder.ts";

/** A folder that belongs to one client at a time: its name says to which process. */
export interface Slot {
  readonly dir: string;
  /** Makes the folder again where it is gone: what cleans temporary folders takes those that lie idle. */
  restore(): void;
  /** Gives the folder up: it is removed, or where something is left in it, free for the next. */
  release(): void;
}

/** Nobody's: no process has this number. */
const NOBODY: Owner = { pid: 0, started: 0 };

/** A name that no other slot has or had, so that a rename of it succeeds once, whoever tries. */
const nameFor = ({ pid, started }: Owner) => `slot-${pid}-${started}-${randomBytes(6).toString("hex")}`;

/**
 * Makes a new folder in `dir`, so that several processes may share one setting. They have to share the numbering of
 * processes too: containers do not, and need a folder each.
 * @throws Error in words, where the folder cannot be written.
 */
export function takeSlot(dir: string): Slot {
  const slot = join(dir, nameFor(thisProcess()));
  try {
    mkdirSync(dir, { recursive: true, mode: privateFolderMode });
    mkdirSync(slot, { mode: privateFolderMode });
  } catch (cause) {
    throw new Error(`spoolDir ${dir} cannot be written: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
  return slotAt(dir, slot);
}

/**
 * The folders of `dir` that are free or whose process has ended, those first that were written to longest ago, at most
 * `most`. Another client may be faster: `claim` tells.
 */
export function freeSlots(dir: string, most: number): { claim(): Slot | undefined }[] {
  return readdirSync(dir)
    .flatMap((name) => {
      const parts = /^slot-(\d+)-(\d+)-[0-9a-f]{12}$/.exec(name);
      if (parts === null) return [];
      const owner = { pid: Number(parts[1]), started: Number(parts[2]) };
      const path = join(dir, name);
      if (owner.pid !== NOBODY.pid && isRunning(owner)) return [];
      const writtenMs = tried(() => (isOwnFolder(path) ? statSync(path).mtimeMs : undefined));
      return writtenMs === undefined ? [] : [{ path, writtenMs }];
    })
    .sort((a, b) => a.writtenMs - b.writtenMs)
    .slice(0, most)
    .map(({ path }) => ({
      claim() {
        const ours = join(dir, nameFor(thisProcess()));
        return tried(() => {
          renameSync(path, ours);
          return slotAt(dir, ours);
        });
      },
    }));
}

function slotAt(dir: string, slot: string): Slot {
  return {
    dir: slot,
    restore: () => void mkdirSync(slot, { recursive: true, mode: privateFolderMode }),
    release() {
      const isRemoved = tried(() => {
        rmdirSync(slot);
        return true;
      });
      if (isRemoved !== true) tried(() => renameSync(slot, join(dir, nameFor(NOBODY))));
    },
  };
}

/** What `fn` gives, or undefined where the file system does not let it. */
function tried<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch {
    return undefined;
  }
}
