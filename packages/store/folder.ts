import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it where they are missing.
 * @throws Error in words, naming the folder, where it cannot be made.
 */
export function makeFolder(dir: string): void {
  try {
    make(dir);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The data folder ${dir} cannot be made (${why}). Name another: MISSION_CONTROL_DATA=/path`,
      { cause },
    );
  }
}

// Not `recursive`: Node 20 tries for ever where a folder that is there refuses new ones with ENOENT, as /proc does.
function make(dir: string): void {
  if (isFolder(dir)) return;
  const above = dirname(dir);
  if (above !== dir) make(above);
  try {
    mkdirSync(dir);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(dir)) throw error;
  }
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
