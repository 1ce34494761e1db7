import { crc32 } from "node:zlib";

const HEADER_BYTES = 8;

/** The most bytes a record may have. */
export const maxRecordBytes = 128 * 1024;

/** A record as it lies in a segment, little-endian: bytes of text u32, CRC-32 of the text u32, the text. */
export function frame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + length);
  bytes.write(text, HEADER_BYTES);
  bytes.writeUInt32LE(length, 0);
  bytes.writeUInt32LE(crc32(bytes.subarray(HEADER_BYTES)), 4);
  return bytes;
}

/**
 * The records of a segment up to the first that is torn or damaged, and the bytes they take. Empty records are never
 * written, so that a stretch of zeros, as a crash of the machine may leave it, is no record.
 */
export function readFrames(bytes: Buffer): { texts: string[]; goodBytes: number } {
  const texts: string[] = [];
  let at = 0;
  while (at + HEADER_BYTES <= bytes.length) {
    const from = at + HEADER_BYTES;
    const to = from + bytes.readUInt32LE(at);
    if (to === from || to > bytes.length || to - from > maxRecordBytes) break;
    if (crc32(bytes.subarray(from, to)) !== bytes.readUInt32LE(at + 4)) break;
    texts.push(bytes.toString("utf8", from, to));
    at = to;
  }
  return { texts, goodBytes: at };
}
