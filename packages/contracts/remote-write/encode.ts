import type { Labels, Samples } from "@mission-control/series";
import protobuf from "protobufjs/minimal.js";
import { sampleBytes, writeSample } from "./sample-bytes.ts";

/** A series' bytes before its samples, and the field of the request that it lies in. */
type HeadOf = (labels: Labels) => Uint8Array;

/**
 * Samples as the bytes of a request, not yet packed: 1.0, `prometheus.WriteRequest`. Series come in the order of their
 * labels in `samples`, those without a sample not at all; the samples of each in the order they came in. Times are cut to
 * whole milliseconds.
 * @throws RangeError where a time is no number.
 */
export function encodeWriteRequest(samples: Samples): Uint8Array {
  return layOut(samples, 0x0a, headOf);
}

function headOf(labels: Labels): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const [name, value] of labels) {
    writer.uint32(0x0a).fork().uint32(0x0a).string(name).uint32(0x12).string(value).ldelim();
  }
  return writer.finish();
}

/** One allocation for all: sizes first, then the bytes. */
function layOut(samples: Samples, seriesTag: number, head: HeadOf): Uint8Array {
  const { labels, refs, timesMs, values } = samples;
  const sizes = new Uint32Array(labels.length);
  const counts = new Uint32Array(labels.length);
  for (let i = 0; i < refs.length; i++) {
    if (!Number.isFinite(timesMs[i]!)) throw new RangeError("the time of a sample is no number");
    sizes[refs[i]!]! += sampleBytes(Math.floor(timesMs[i]!));
    counts[refs[i]!]!++;
  }
  const ends = new Uint32Array(labels.length);
  const heads = labels.map((one, ref) => (counts[ref] === 0 ? undefined : head(one)));
  let total = 0;
  for (const [ref, bytes] of heads.entries()) {
    if (bytes === undefined) continue;
    sizes[ref]! += bytes.length;
    total += 1 + varintBytes(sizes[ref]!) + sizes[ref]!;
  }
  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [ref, bytes] of heads.entries()) {
    if (bytes === undefined) continue;
    out[at] = seriesTag;
    const bodyAt = writeVarint(out, at + 1, sizes[ref]!);
    out.set(bytes, bodyAt);
    ends[ref] = bodyAt + bytes.length;
    at = bodyAt + sizes[ref]!;
  }
  for (let i = 0; i < refs.length; i++) {
    const ref = refs[i]!;
    ends[ref] = writeSample(out, view, ends[ref]!, Math.floor(timesMs[i]!), values[i]!);
  }
  return out;
}

function varintBytes(value: number): number {
  return value < 2 ** 7 ? 1 : value < 2 ** 14 ? 2 : value < 2 ** 21 ? 3 : value < 2 ** 28 ? 4 : 5;
}

function writeVarint(out: Uint8Array, start: number, value: number): number {
  let at = start;
  for (; value > 127; value >>>= 7) out[at++] = (value & 127) | 128;
  out[at++] = value;
  return at;
}
