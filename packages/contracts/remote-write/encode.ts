import { type Labels, nameOf, type Samples } from "@mission-control/series";
import protobuf from "protobufjs/minimal.js";
import type { MetricMetadata } from "../prometheus.ts";
import { labelTags, metadataTags, numberOfKind, tagsOf } from "./fields.ts";
import { sampleBytes, varintBytes, writeSample, writeVarint } from "./sample-bytes.ts";

/**
 * Samples as the bytes of a request, not yet packed: remote write 1.0. Series come in the order of `samples.labels`, those
 * without a sample not at all; the samples of each in the order they have there. Times are cut to whole milliseconds.
 * @throws RangeError where a time is no number.
 */
export function encodeWriteRequest(samples: Samples): Uint8Array {
  return layOut(samples, tagsOf[1].request.series, headOf, () => new Uint8Array());
}

function headOf(labels: Labels): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const [name, value] of labels) {
    writer.uint32(tagsOf[1].series.label).fork();
    writer.uint32(labelTags.name).string(name).uint32(labelTags.value).string(value).ldelim();
  }
  return writer.finish();
}

/** As `encodeWriteRequest`, for remote write 2.0: texts stand once, and each series says what is known of its metric. */
export function encodeWriteRequestV2(
  samples: Samples,
  metadata: ReadonlyMap<string, MetricMetadata> = new Map(),
): Uint8Array {
  const numbers = new Map([["", 0]]);
  const numberOf = (text: string) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  const head = (labels: Labels) => {
    const writer = protobuf.Writer.create().uint32(tagsOf[2].series.packedRefs).fork();
    for (const [name, value] of labels) writer.uint32(numberOf(name)).uint32(numberOf(value));
    writer.ldelim();
    const known = metadata.get(nameOf(labels));
    if (known === undefined) return writer.finish();
    writer.uint32(tagsOf[2].series.metadata).fork();
    writer.uint32(metadataTags.type).uint32(numberOfKind(known.type));
    writer.uint32(metadataTags.helpRef).uint32(numberOf(known.help));
    return writer.uint32(metadataTags.unitRef).uint32(numberOf(known.unit)).ldelim().finish();
  };
  return layOut(samples, tagsOf[2].request.series, head, () => {
    const writer = protobuf.Writer.create();
    for (const text of numbers.keys()) writer.uint32(tagsOf[2].request.symbol).string(text);
    return writer.finish();
  });
}

/** One allocation for the whole request: sizes first, then the bytes. `preamble` is asked for after all heads. */
function layOut(
  samples: Samples,
  seriesTag: number,
  head: (labels: Labels) => Uint8Array,
  preamble: () => Uint8Array,
): Uint8Array {
  const { labels, refs, timesMs, values } = samples;
  const sizes = new Uint32Array(labels.length);
  for (let i = 0; i < refs.length; i++) {
    if (!Number.isFinite(timesMs[i]!)) throw new RangeError("the time of a sample is no number");
    sizes[refs[i]!]! += sampleBytes(Math.floor(timesMs[i]!));
  }
  const heads = labels.map((one, ref) => (sizes[ref] === 0 ? undefined : head(one)));
  const before = preamble();
  let total = before.length;
  for (const [ref, bytes] of heads.entries()) {
    if (bytes === undefined) continue;
    sizes[ref]! += bytes.length;
    total += 1 + varintBytes(sizes[ref]!) + sizes[ref]!;
  }
  const out = new Uint8Array(total);
  out.set(before);
  const nextOf = writeHeads(out, before.length, seriesTag, heads, sizes);
  const view = new DataView(out.buffer);
  for (let i = 0; i < refs.length; i++) {
    const ref = refs[i]!;
    nextOf[ref] = writeSample(out, view, nextOf[ref]!, Math.floor(timesMs[i]!), values[i]!);
  }
  return out;
}

/** Writes the beginning of each series and leaves room for its samples; gives back where the first goes, by series. */
function writeHeads(
  out: Uint8Array,
  start: number,
  seriesTag: number,
  heads: readonly (Uint8Array | undefined)[],
  sizes: Uint32Array,
): Uint32Array {
  const nextOf = new Uint32Array(heads.length);
  let at = start;
  for (const [ref, bytes] of heads.entries()) {
    if (bytes === undefined) continue;
    out[at] = seriesTag;
    at = writeVarint(out, at + 1, sizes[ref]!);
    out.set(bytes, at);
    nextOf[ref] = at + bytes.length;
    at += sizes[ref]!;
  }
  return nextOf;
}
