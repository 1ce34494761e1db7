import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { makeFolder } from "./folder.ts";

/** A data folder that is ours until it is released or the process ends, or why it is not. */
export type FolderLock =
  | { readonly taken: false; release(): void }
  | { readonly taken: true; readonly message: string };

/**
 * Takes a data folder for this process. The lock is SQLite's on `lock.sqlite`, which the kernel lets go when the process
 * ends in whatever way; so no stale lock can block a start, whoever has the old pid by now. `lock.pid` only names the
 * holder for people. Creates the folder where it is missing.
 */
export function lockFolder(dir: string): FolderLock {
  makeFolder(dir);
  const db = new Database(join(dir, "lock.sqlite"));
  try {
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    const code = (error as { code?: unknown }).code;
    if (code !== "SQLITE_BUSY" && code !== "SQLITE_LOCKED") throw error;
    return { taken: true, message: takenMessage(dir) };
  }
  writeFileSync(join(dir, "lock.pid"), `${process.pid}\n`);
  let held = true;
  return {
    taken: false,
    release() {
      if (!held) return;
      held = false;
      rmSync(join(dir, "lock.pid"), { force: true });
      db.close();
    },
  };
}

function takenMessage(dir: string): string {
  const pid = readHolder(dir);
  const holder = pid === undefined ? "Another process" : `Another process (pid ${pid})`;
  return `${holder} already uses the data folder ${dir}. Stop it first, or choose another folder.`;
}

function readHolder(dir: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(dir, "lock.pid"), "utf8"), 10);
    return Number.isNaN(pid) ? undefined : pid;
  } catch {
    return undefined;
  }
}
