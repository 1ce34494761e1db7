import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Where it is kept how far a store has been given what the spool holds. What cannot be read or written costs only that some
 * of it is given again.
 */
export function openSentFile(dir: string, name: string) {
  const path = join(dir, `sent-${name}.json`);
  return {
    /** The number of the last batch that the store has; 0 where that is not known. */
    read(): number {
      try {
        const { seq } = JSON.parse(readFileSync(path, "utf8")) as { seq?: unknown };
        return typeof seq === "number" && Number.isSafeInteger(seq) ? seq : 0;
      } catch {
        return 0;
      }
    },
    write(seq: number): void {
      try {
        writeFileSync(`${path}.new`, JSON.stringify({ seq }));
        renameSync(`${path}.new`, path);
      } catch {
        // A full disk: the next one is tried again.
      }
    },
  };
}
