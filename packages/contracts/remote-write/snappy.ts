import { compress, uncompress } from "snappyjs";
import type { Reject } from "../reject.ts";

/** Bytes in snappy's block format, as remote write sends them. */
export const packSnappy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  // It makes new bytes, which its types do not say.
  compress(bytes) as Uint8Array<ArrayBuffer>;

/**
 * What snappy's block format holds, at most `maxBytes`, or why not: `too_large`, or `invalid_body`. What the bytes say is
 * checked before any memory is taken: the unpacker does not look at the end of what it fills, and a forged literal can
 * send it back in its input, for ever.
 */
export function unpackSnappy(packed: Uint8Array, maxBytes: number): Uint8Array | Reject {
  const declared = varintAt(packed);
  if (declared === undefined) return notSnappy("it does not begin with a length");
  if (declared.value > maxBytes) {
    const message = `over ${Math.floor(maxBytes / 2 ** 20)} MiB unpacked (it says ${declared.value} bytes); send it in parts`;
    return { code: "too_large", path: "", message };
  }
  const fault = faultIn(packed, declared.end, declared.value);
  // A plain view: of a Buffer the unpacker would make another one.
  const view = new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength);
  return fault === undefined ? uncompress(view, maxBytes) : notSnappy(fault);
}

const notSnappy = (why: string): Reject => ({
  code: "invalid_body",
  path: "",
  message: `the body is not snappy's block format: ${why}`,
});

function varintAt(bytes: Uint8Array): { value: number; end: number } | undefined {
  let value = 0;
  for (let i = 0; i < Math.min(5, bytes.length); i++) {
    value += (bytes[i]! & 127) * 2 ** (7 * i);
    if (bytes[i]! < 128) return value < 2 ** 32 ? { value, end: i + 1 } : undefined;
  }
  return undefined;
}

/** Walks the elements (literals, and copies of what came before) without making any of it; why they cannot be right. */
function faultIn(bytes: Uint8Array, start: number, length: number): string | undefined {
  let [at, made] = [start, 0];
  while (at < bytes.length) {
    const tag = bytes[at++]!;
    const kind = tag & 3;
    let size = (tag >>> 2) + 1;
    // The bytes behind the tag: of a literal's length where it is long, else of a copy's distance.
    const extra = kind === 0 ? Math.max(0, size - 60) : kind === 3 ? 4 : kind;
    if (at + extra > bytes.length) return "it ends within an element";
    const number = littleEndian(bytes, at, extra);
    at += extra;
    if (kind === 0) {
      if (extra > 0) size = number + 1;
      at += size;
      if (at > bytes.length) return "a literal is longer than the body";
    } else {
      if (kind === 1) size = ((tag >>> 2) & 7) + 4;
      const distance = kind === 1 ? number + ((tag >>> 5) << 8) : number;
      if (distance === 0 || distance > made) return "a copy reaches before the beginning";
    }
    made += size;
    if (made > length) return "it holds more than it says";
  }
  return made === length ? undefined : "it holds less than it says";
}

function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = count - 1; i >= 0; i--) value = value * 256 + bytes[at + i]!;
  return value;
}
