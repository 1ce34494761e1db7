import protobuf from "protobufjs/minimal.js";

export type Reader = InstanceType<typeof protobuf.Reader>;

/** A reader of these bytes. Its methods throw where the bytes are no message. */
export const readerOf = (bytes: Uint8Array): Reader => new protobuf.Reader(bytes);

/** Goes into a message within a message: the reader ends where it ends. Gives back where the outer one does. */
export function enter(reader: Reader): number {
  const size = reader.size();
  const outerEnd = reader.len;
  const end = reader.pos + size;
  if (end > outerEnd)
    throw new RangeError(`a length of ${size} bytes at ${reader.pos} reaches beyond its end`);
  reader.len = end;
  return outerEnd;
}

/** Goes back to the outer message. */
export function leave(reader: Reader, outerEnd: number): void {
  reader.len = outerEnd;
}

/** Skips a field of this tag, whatever it is. */
export function skip(reader: Reader, tag: number): void {
  reader.skipType(tag & 7, 0, tag >>> 3);
}

/** Reads a text; undefined where it is no UTF-8. */
export function readText(reader: Reader): string | undefined {
  const outerEnd = enter(reader);
  const start = reader.pos;
  reader.pos = reader.len;
  leave(reader, outerEnd);
  return textOf(reader.buf, start, reader.pos);
}

/** The text between two places; undefined where it is no UTF-8. */
export function textOf(bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    return protobuf.util.utf8.readStrict(bytes, start, end);
  } catch {
    return undefined;
  }
}

/** Reads an int64 as a number, exact up to 2^53. The reader's own makes an object of each. */
export function readInt64(reader: Reader): number {
  const { buf, len } = reader;
  let [low, high] = [0, 0];
  for (let shift = 0; shift < 70; shift += 7) {
    if (reader.pos >= len) throw new RangeError(`a number reaches beyond its end at ${reader.pos}`);
    const byte = buf[reader.pos++]!;
    if (shift < 28) low |= (byte & 127) << shift;
    else if (shift === 28) {
      low |= (byte & 127) << 28;
      high = (byte & 127) >>> 4;
    } else high |= (byte & 127) << (shift - 32);
    if (byte < 128) return high * 2 ** 32 + (low >>> 0);
  }
  throw new RangeError(`a number at ${reader.pos} has more than ten bytes`);
}
