import { type FileHandle, open } from "node:fs/promises";
import { promisify } from "node:util";
import { constants, gunzip, gzip } from "node:zlib";
import { limits, Refusal } from "@mission-control/contracts";
import { z } from "zod";

const pack = promisify(gzip);
const unpack = promisify(gunzip);
/** What one part may have unpacked: 500 series on twice as many steps as the widest wall has columns are less. */
const MOST_PART_BYTES = 256 * 2 ** 20;

/** Where a part lies in the file: `bytes` of gzip from `at` on. */
export const partSchema = z.object({ at: z.number().int().min(0), bytes: z.number().int().min(0) });
export type Part = z.infer<typeof partSchema>;

/**
 * Writes parts one after the other into a new file.
 * @throws Refusal `too_large` where it would be more than a snapshot may have, `disk_full`
 */
export async function writeSnapshotFile(path: string) {
  const handle = await open(path, "w").catch(refuseFullDisk);
  let at = 0;
  return {
    async add(content: Uint8Array): Promise<Part> {
      const packed = await pack(content, { level: constants.Z_BEST_SPEED });
      if (at + packed.length > limits.snapshotBytes) {
        throw new Refusal(
          "too_large",
          `A snapshot may have ${limits.snapshotBytes / 2 ** 20} MiB. Take a shorter range, or a view with fewer lanes.`,
        );
      }
      const part = { at, bytes: packed.length };
      // Before it is written: another may be added meanwhile.
      at += packed.length;
      await handle.write(packed, 0, packed.length, part.at).catch(refuseFullDisk);
      return part;
    },
    get bytes() {
      return at;
    },
    /** On disk once it resolves. */
    async finish(): Promise<void> {
      await handle.sync().catch(refuseFullDisk);
      await handle.close();
    },
    close: () => handle.close().catch(() => {}),
  };
}

/** A part of a file, unpacked. @throws Refusal `not_evaluated` where the file is gone or damaged */
export async function readPart(path: string, { at, bytes }: Part): Promise<Buffer<ArrayBuffer>> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    const packed = Buffer.alloc(Math.min(bytes, limits.snapshotBytes));
    await handle.read(packed, 0, packed.length, at);
    return Buffer.from(await unpack(packed, { maxOutputLength: MOST_PART_BYTES }));
  } catch (cause) {
    throw new Refusal("not_evaluated", "The file of this snapshot is gone or damaged.", { cause });
  } finally {
    await handle?.close();
  }
}

function refuseFullDisk(error: unknown): never {
  const { code = "" } = error as { code?: string };
  if (/ENOSPC|EDQUOT|EROFS|EACCES/.test(code))
    throw new Refusal("disk_full", "disk full, nothing stored", { cause: error });
  throw error;
}
