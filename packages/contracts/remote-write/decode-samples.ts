import { sampleTags } from "./fields.ts";
import { enter, leave, type Reader, readInt64, skip } from "./wire.ts";

/** Reads samples one after another into columns of `capacity` places: nothing else is made of one. */
export function createSampleColumns(bytes: Uint8Array, capacity: number) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refs = new Uint32Array(capacity);
  const timesMs = new Float64Array(capacity);
  const values = new Float64Array(capacity);
  let [length, staleMarkers] = [0, 0];

  /** Prometheus' staleness marker is the one NaN that has these bits. */
  const isStaleMarker = (at: number) =>
    view.getUint32(at, true) === 2 && view.getUint32(at + 4, true) === 0x7ff00000;

  return {
    /** Reads a sample of the series `ref`. A staleness marker is counted and takes no place. */
    read(reader: Reader, ref: number): void {
      const outerEnd = enter(reader);
      let [timeMs, valueAt] = [0, -1];
      while (reader.pos < reader.len) {
        const tag = reader.tag();
        if (tag === sampleTags.value) {
          valueAt = reader.pos;
          reader.skip(8);
        } else if (tag === sampleTags.time) timeMs = readInt64(reader);
        else skip(reader, tag);
      }
      leave(reader, outerEnd);
      const value = valueAt < 0 ? 0 : view.getFloat64(valueAt, true);
      if (Number.isNaN(value) && isStaleMarker(valueAt)) {
        staleMarkers++;
        return;
      }
      refs[length] = ref;
      timesMs[length] = timeMs;
      values[length++] = value;
    },
    /** Gives the last places back, down to a length that there was before. */
    backTo(before: number): void {
      length = before;
    },
    /** How many places are taken. */
    get length(): number {
      return length;
    },
    get staleMarkers(): number {
      return staleMarkers;
    },
    /** The columns, as far as they are taken. */
    columns: () => ({
      refs: refs.subarray(0, length),
      timesMs: timesMs.subarray(0, length),
      values: values.subarray(0, length),
    }),
  };
}
