/** The numbers of a sample's fields: value (double) and time (int64), the same in both versions of remote write. */
const VALUE_TAG = 0x09;
const TIME_TAG = 0x10;
const VALUE_BYTES = 1 + 8;
/** The tag of a series' samples and the length of one, which always fits one byte. */
const HEAD_BYTES = 2;
const SAMPLES_TAG = 0x12;

/** How many bytes a sample of this time takes in its series. */
export const sampleBytes = (timeMs: number): number => HEAD_BYTES + VALUE_BYTES + 1 + int64Bytes(timeMs);

/** Writes a sample of a series and says where it ends. `timeMs` is a whole number. */
export function writeSample(
  out: Uint8Array,
  view: DataView,
  start: number,
  timeMs: number,
  value: number,
): number {
  const timeBytes = int64Bytes(timeMs);
  out[start] = SAMPLES_TAG;
  out[start + 1] = VALUE_BYTES + 1 + timeBytes;
  out[start + 2] = VALUE_TAG;
  view.setFloat64(start + 3, value, true);
  out[start + 11] = TIME_TAG;
  return writeInt64(out, start + 12, timeMs);
}

function int64Bytes(value: number): number {
  if (value < 0) return 10;
  let bytes = 1;
  for (let bound = 128; value >= bound; bound *= 128) bytes++;
  return bytes;
}

/** A whole number as a varint. A negative one as protobuf has it: the complement to 2^64, in ten bytes. */
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
