import { statfs } from "node:fs/promises";
import type { Clock } from "@mission-control/series";
import type { Reader } from "./collector.ts";
import { readProc } from "./proc.ts";

/** A filesystem that holds data on something lasting. */
export interface Mount {
  readonly device: string;
  readonly mountpoint: string;
  readonly fstype: string;
}

const LASTING =
  /^(ext[234]|xfs|btrfs|zfs|f2fs|jfs|reiserfs|bcachefs|vfat|exfat|ntfs3?|fuseblk|nfs4?|cifs|smb3|ceph|glusterfs|9p|virtiofs)$/;
/** How long a filesystem may take to answer: one on a server that is away takes for ever. */
const PATIENCE_MS = 2_000;

/** The lasting filesystems of /proc/mounts, each device once (at its shortest mount point), an overlay only as the root. */
export function parseMounts(text: string): Mount[] {
  const byDevice = new Map<string, Mount>();
  for (const line of text.split("\n")) {
    const [device = "", mountpoint = "", fstype = ""] = line.split(" ").map(unescaped);
    if (!LASTING.test(fstype) && !(fstype === "overlay" && mountpoint === "/")) continue;
    const known = byDevice.get(device);
    if (known === undefined || mountpoint.length < known.mountpoint.length) {
      byDevice.set(device, { device, mountpoint, fstype });
    }
  }
  return [...byDevice.values()];
}

/** Spaces, tabs, newlines and backslashes are written as three octal digits (fstab(5)). */
function unescaped(word: string): string {
  return word.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Size and room of filesystems. One that does not answer is asked again only when it has, so that it holds one thread at most. */
export function filesystemReader(clock: Clock, mounts: () => readonly Mount[]): Reader {
  const waiting = new Set<string>();

  async function ask(mountpoint: string) {
    waiting.add(mountpoint);
    try {
      return await statfs(mountpoint);
    } finally {
      waiting.delete(mountpoint);
    }
  }

  return {
    name: "filesystem",
    metadata: [
      ["node_filesystem_size_bytes", "gauge", "Size of the filesystem.", "bytes"],
      ["node_filesystem_avail_bytes", "gauge", "Room left for those who are not root.", "bytes"],
    ],
    async read(put) {
      const faults: string[] = [];
      const reading = mounts()
        .filter(({ mountpoint }) => !waiting.has(mountpoint))
        .map(async ({ device, mountpoint, fstype }) => {
          const labels = { device, fstype, mountpoint };
          const stats = await within(clock, PATIENCE_MS, ask(mountpoint));
          if (stats === undefined) faults.push(`${mountpoint} does not answer`);
          else {
            put("node_filesystem_size_bytes", stats.blocks * stats.bsize, labels);
            put("node_filesystem_avail_bytes", stats.bavail * stats.bsize, labels);
          }
        });
      for (const outcome of await Promise.allSettled(reading)) {
        if (outcome.status === "rejected") faults.push(String(outcome.reason));
      }
      if (faults.length > 0) throw new Error(faults.join("; "));
    },
  };
}

/** Mounts as /proc/mounts has them. */
export const procMounts = (procRoot: string) => () => parseMounts(readProc(`${procRoot}/mounts`));

/** What `work` gives, or undefined where it takes longer than `ms`. */
async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | undefined> {
  let cancel = () => {};
  const late = new Promise<undefined>((resolve) => {
    cancel = clock.after(ms, () => resolve(undefined));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
