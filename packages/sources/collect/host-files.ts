import type { Reader } from "./collector.ts";
import { numberOf, readProc, rowsOf } from "./proc.ts";

/** /proc/sys/fs/file-nr: open files of the whole machine. */
export function fileReader(procRoot: string): Reader {
  return {
    name: "file-nr",
    optional: true,
    metadata: [
      ["node_filefd_allocated", "gauge", "Files that are open."],
      ["node_filefd_maximum", "gauge", "Files that may be open."],
    ],
    read(put) {
      const [row = []] = rowsOf(readProc(`${procRoot}/sys/fs/file-nr`));
      put("node_filefd_allocated", numberOf(row[0]));
      put("node_filefd_maximum", numberOf(row[2]));
    },
  };
}
