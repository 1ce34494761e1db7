import { sampleTags, tagsOf } from "./fields.ts";

/** The field of the value: its tag and a double. */
const VALUE_BYTES = 1 + 8;
/** The tag of a sample and its length, which always fits one byte. */
const HEAD_BYTES = 2;

/** How many bytes a sample of this time takes in its series; both versions have it alike. */
export const sampleBytes = (timeMs: number): number => HEAD_BYTES + VALUE_BYTES + 1 + int64Bytes(timeMs);

/** Writes a sample of a series and says where it ends. `timeMs` is a whole number. */
export function writeSample(
  out: Uint8Array,
  view: DataView,
  start: number,
  timeMs: number,
  value: number,
): number {
  out[start] = tagsOf[1].series.sample;
  out[start + 2] = sampleTags.value;
  view.setFloat64(start + 3, value, true);
  out[start + 11] = sampleTags.time;
  const end = writeInt64(out, start + 12, timeMs);
  out[start + 1] = end - start - HEAD_BYTES;
  return end;
}

function int64Bytes(value: number): number {
  if (value < 0) return 10;
  let bytes = 1;
  for (let bound = 128; value >= bound; bound *= 128) bytes++;
  return bytes;
}

/** A whole number as a varint. A negative one as protobuf has it: its complement to 2^64, in ten bytes. */
function writeInt64(out: Uint8Array, start: number, value: number): number {
  let high = Math.floor(value / 2 ** 32);
  let low = value - high * 2 ** 32;
  high >>>= 0;
  let at = start;
  while (high > 0 || low > 127) {
    out[at++] = (low & 127) | 128;
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  out[at++] = low;
  return at;
}

/** How many bytes a length takes. */
export function varintBytes(value: number): number {
  return value < 2 ** 7 ? 1 : value < 2 ** 14 ? 2 : value < 2 ** 21 ? 3 : value < 2 ** 28 ? 4 : 5;
}

/** Writes a length and says where it ends. */
export function writeVarint(out: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  for (; rest > 127; rest >>>= 7) out[at++] = (rest & 127) | 128;
  out[at++] = rest;
  return at;
}
