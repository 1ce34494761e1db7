import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Clock } from "@mission-control/series";
import { adoptSegments } from "./adopt.ts";
import { frame, maxRecordBytes, readFrames } from "./frame.ts";
import { createSegment, type OpenSegment, type RecordKind, type Segment } from "./segment.ts";
import { takeSlot } from "./slot.ts";

/** A segment is full at this many records, or bytes, whichever comes first. */
const SEGMENT_RECORDS = 1_000;
const SEGMENT_BYTES = 256 * 1024;

/** Records on disk, waiting to be sent. */
export type Spool = ReturnType<typeof openSpool>;

/**
 * Opens the queue in a folder of `dir`: segment files, oldest first, of at most `maxBytes` together. A record is with the
 * operating system when `append` returns (a crash of the process loses nothing) and on the disk once its segment is sealed
 * or `sync` is done (a power cut loses what came after). A full queue drops its oldest segment and tells `onDropped`. Several
 * clients may share `dir`: each has a folder there, and takes over what those that ended left in theirs.
 * @throws Error in words, where the folder cannot be written.
 */
export function openSpool(options: {
  dir: string;
  clock: Clock;
  maxBytes: number;
  onDropped: (kind: RecordKind, records: number) => void;
}) {
  const { clock, maxBytes, onDropped } = options;
  const segmentBytes = Math.min(SEGMENT_BYTES, maxBytes / 8);
  const slot = takeSlot(options.dir);
  const sealed: Segment[] = [];
  /** Files that are being synced and closed, by the segment's name. */
  const closing = new Map<string, Promise<void>>();
  let active: OpenSegment | undefined;
  let held: Segment | undefined;
  let bytes = 0;
  let lastNumber = 0;
  let closed: Promise<void> | undefined;

  const left = adoptSegments(slot, maxBytes);
  for (const segment of left.segments) {
    lastNumber = segment.number;
    bytes += segment.bytes;
    if (segment.records === 0) discard(segment.path);
    else sealed.push(segment);
  }

  function seal(): void {
    if (active === undefined) return;
    const { name } = active;
    closing.set(
      name,
      active.close().finally(() => closing.delete(name)),
    );
    if (active.records > 0) sealed.push(active);
    else discard(active.path);
    active = undefined;
  }

  function remove(segment: Segment): void {
    const at = sealed.indexOf(segment);
    if (at < 0) return;
    sealed.splice(at, 1);
    bytes -= segment.bytes;
    discard(segment.path);
  }

  /** Drops the oldest segment that is not on its way; false where there is none. */
  function dropOldest(): boolean {
    if (sealed.every((segment) => segment === held)) seal();
    const oldest = sealed.find((segment) => segment !== held);
    if (oldest === undefined) return false;
    remove(oldest);
    onDropped(oldest.kind, oldest.records);
    return true;
  }

  function begin(kind: RecordKind): OpenSegment {
    lastNumber = Math.max(lastNumber + 1, Math.floor(clock.now()));
    try {
      return createSegment(slot.dir, lastNumber, kind);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      slot.restore();
      return createSegment(slot.dir, lastNumber, kind);
    }
  }

  function write(kind: RecordKind, record: Buffer): void {
    const isFull =
      active !== undefined &&
      (active.records >= SEGMENT_RECORDS || active.bytes + record.length > segmentBytes);
    // A deploy goes to the server alone.
    if (active !== undefined && (isFull || active.kind !== kind || kind === "deploys")) seal();
    active ??= begin(kind);
    active.append(record);
    bytes += record.length;
  }

  function tryWrite(kind: RecordKind, record: Buffer): boolean {
    try {
      write(kind, record);
      return true;
    } catch {
      return false;
    }
  }

  async function close(): Promise<void> {
    seal();
    await Promise.all(closing.values());
    slot.release();
  }

  return {
    /** Files of an earlier process that ended in a torn record. */
    damaged: left.damaged,
    /** Keeps a record; false where it cannot be kept, which the caller counts. */
    append(kind: RecordKind, text: string): boolean {
      const record = frame(text);
      if (record.length > Math.min(maxRecordBytes, segmentBytes)) return false;
      while (bytes + record.length > maxBytes) if (!dropOldest()) return false;
      try {
        write(kind, record);
        return true;
      } catch (error) {
        return isDiskFull(error) && dropOldest() && tryWrite(kind, record);
      }
    },
    /** Ends the segment that is being written, so that it can be sent. */
    seal,
    /** The oldest sealed segment, which is then not dropped until `letGo`. */
    hold(): Segment | undefined {
      held = sealed[0];
      return held;
    },
    letGo(): void {
      held = undefined;
    },
    /** The records of a segment, on the disk by now. What cannot be read any more is missing. */
    async read(segment: Segment): Promise<string[]> {
      await closing.get(segment.name);
      return readFrames(await readFile(segment.path)).texts;
    },
    remove,
    /** Resolves when all that was appended is on the disk, as far as the disk lets it. */
    sync: async () => {
      await Promise.all([active?.sync(), ...closing.values()]);
    },
    queued(): { events: number; deploys: number; bytes: number } {
      const counts = { events: 0, deploys: 0, bytes };
      for (const segment of sealed) counts[segment.kind] += segment.records;
      if (active !== undefined) counts[active.kind] += active.records;
      return counts;
    },
    isEmpty: () => sealed.length === 0 && (active?.records ?? 0) === 0,
    /** Syncs, closes the files and gives the folder back. What is queued stays for the next start. */
    close(): Promise<void> {
      closed ??= close();
      return closed;
    },
  };
}

const isDiskFull = (error: unknown) =>
  ["ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "");

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is sent again at the next start under its old key, and so counts once.
  }
}
