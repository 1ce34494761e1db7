import { randomBytes } from "node:crypto";
import { closeSync, fdatasync, openSync, readdirSync, readFileSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { readFrames } from "./frame.ts";
import { privateFileMode } from "./private-folder.ts";

const sync = promisify(fdatasync);

/** What a record is. Each kind has its own address at the server, so a segment holds one kind only. */
export type RecordKind = "events" | "deploys";

/** A file of records that goes to the server in one request, under its own name as the idempotency key. */
export interface Segment {
  /** When it was begun, ms since the epoch, or more where that would not be above the one before it. */
  readonly number: number;
  readonly name: string;
  readonly path: string;
  readonly kind: RecordKind;
  records: number;
  bytes: number;
}

/** A segment that records are still added to. */
export interface OpenSegment extends Segment {
  /** Adds a record. @throws where the disk is full or broken; what was written before stays good. */
  append(bytes: Buffer): void;
  /** Resolves when what was appended is on the disk; never rejects. */
  sync(): Promise<void>;
  /** Syncs, then closes the file; never rejects. */
  close(): Promise<void>;
}

/** Makes a new segment. The random part of its name tells it from one that another client began at the same time. */
export function createSegment(dir: string, number: number, kind: RecordKind): OpenSegment {
  const name = `${String(number).padStart(13, "0")}-${randomBytes(6).toString("hex")}.${kind}`;
  const path = join(dir, name);
  const file = openSync(path, "wx", privateFileMode);
  let synced = Promise.resolve();
  let dirty = false;
  const segment: OpenSegment = {
    number,
    name,
    path,
    kind,
    records: 0,
    bytes: 0,
    append(bytes) {
      // Always at the end of the last good record: what a failed write left behind is overwritten.
      for (let at = 0; at < bytes.length; ) {
        at += writeSync(file, bytes, at, bytes.length - at, segment.bytes + at);
      }
      segment.bytes += bytes.length;
      segment.records++;
      dirty = true;
    },
    sync() {
      if (dirty) {
        dirty = false;
        // A disk that cannot sync still holds the records for a crash of the process.
        synced = synced.then(() => sync(file)).catch(() => {});
      }
      return synced;
    },
    close: async () => {
      await segment.sync();
      try {
        closeSync(file);
      } catch {
        // What can be read of it is told when it is sent.
      }
    },
  };
  return segment;
}

/** The segments that an earlier process left, oldest first, each cut after its last good record. */
export function findSegments(dir: string): { segments: Segment[]; damaged: number } {
  const segments: Segment[] = [];
  let damaged = 0;
  for (const name of readdirSync(dir).sort()) {
    const parts = /^(\d{13})-[0-9a-f]{12}\.(events|deploys)$/.exec(name);
    if (parts === null) continue;
    const path = join(dir, name);
    const bytes = readFileSync(path);
    const { texts, goodBytes } = readFrames(bytes);
    if (goodBytes < bytes.length) {
      damaged++;
      truncateSync(path, goodBytes);
    }
    const kind = parts[2] as RecordKind;
    segments.push({ number: Number(parts[1]), name, path, kind, records: texts.length, bytes: goodBytes });
  }
  return { segments, damaged };
}
