import { crc32 } from "node:zlib";
import type { Batch, Event, Reject } from "@mission-control/contracts";
import type { Labels } from "@mission-control/series";

const MAGIC = 0x434d; // "MC", as the file shows it
const VERSION = 1;
const HEADER_BYTES = 24;
const CHECKED_FROM = 8;

/** What a batch holds besides its columns. Labels are kept as arrays, so that `__proto__` is only a label. */
interface Text {
  labels: string[][];
  events: readonly Event[];
}

/**
 * A batch as bytes for the spool, little-endian: magic u16, version u16, CRC-32 of all from byte 8 on u32, whether there are
 * samples u32, their count u32, bytes of text u32, zero u32; then the columns (times f64, values f64, refs u32), then labels
 * and events as JSON. The columns are copied as they lie in memory, and read where they lie.
 */
export function encodeBatch(batch: Batch): Buffer {
  const { samples, events } = batch;
  const count = samples?.timesMs.length ?? 0;
  const labels = samples?.labels.map((one) => [...one].flat()) ?? [];
  const text = Buffer.from(JSON.stringify({ labels, events } satisfies Text));
  const bytes = new ArrayBuffer(HEADER_BYTES + count * 20 + text.length);
  if (samples !== undefined) {
    const columns = columnsIn(bytes, 0, count);
    columns.timesMs.set(samples.timesMs);
    columns.values.set(samples.values);
    columns.refs.set(samples.refs);
  }
  const out = Buffer.from(bytes);
  text.copy(out, HEADER_BYTES + count * 20);
  out.writeUInt16LE(MAGIC, 0);
  out.writeUInt16LE(VERSION, 2);
  out.writeUInt32LE(samples === undefined ? 0 : 1, 8);
  out.writeUInt32LE(count, 12);
  out.writeUInt32LE(text.length, 16);
  out.writeUInt32LE(crc32(out.subarray(CHECKED_FROM)), 4);
  return out;
}

/** The batch in these bytes, or why they are none. */
export function decodeBatch(bytes: Uint8Array): Batch | Reject {
  const refuse = (message: string): Reject => ({ code: "damaged_batch", path: "", message });
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (input.length < HEADER_BYTES) return refuse("shorter than its header");
  if (input.readUInt16LE(0) !== MAGIC) return refuse("no batch");
  if (input.readUInt16LE(2) !== VERSION) return refuse(`version ${input.readUInt16LE(2)} is not known here`);
  const count = input.readUInt32LE(12);
  if (input.length !== HEADER_BYTES + count * 20 + input.readUInt32LE(16)) return refuse("not of its length");
  if (input.readUInt32LE(4) !== crc32(input.subarray(CHECKED_FROM))) return refuse("its checksum is wrong");
  const text = parseText(input.toString("utf8", HEADER_BYTES + count * 20));
  if (text === undefined) return refuse("its text is no JSON of ours");
  if (input.readUInt32LE(8) === 0) return { samples: undefined, events: text.events };
  // Columns must lie at multiples of eight bytes: where a database hands the bytes over elsewhere, a copy does.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  const columns = columnsIn(aligned.buffer, aligned.byteOffset, count);
  if (!areBelow(columns.refs, text.labels.length)) return refuse("a sample of no series");
  return { samples: { labels: text.labels.map(labelsIn), ...columns }, events: text.events };
}

function columnsIn(bytes: ArrayBufferLike, offset: number, count: number) {
  const start = offset + HEADER_BYTES;
  return {
    timesMs: new Float64Array(bytes, start, count),
    values: new Float64Array(bytes, start + count * 8, count),
    refs: new Uint32Array(bytes, start + count * 16, count),
  };
}

function areBelow(refs: Uint32Array, end: number): boolean {
  for (let i = 0; i < refs.length; i++) if (refs[i]! >= end) return false;
  return true;
}

/** The checksum vouches for what was written; this vouches for its being what this version writes. */
function parseText(json: string): Text | undefined {
  try {
    const text = JSON.parse(json) as Partial<Text>;
    const { labels, events } = text;
    return Array.isArray(labels) && labels.every(Array.isArray) && Array.isArray(events)
      ? { labels, events }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Labels of names and values in turn, already in order. */
export function labelsIn(flat: readonly string[]): Labels {
  const labels = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) labels.set(flat[i]!, flat[i + 1]!);
  return labels;
}
