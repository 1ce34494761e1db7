import { byte, indexOfByte, isControl } from "./bytes.ts";
import { parseNumber } from "./statsd-number.ts";

/** StatsD's types of metrics: `c`, `g`, `ms`, `s`, and of DogStatsD `h` and `d`, which are one here. */
export const kinds = ["counter", "gauge", "timer", "set", "histogram"] as const;
export type StatsdKind = (typeof kinds)[number];

/** A parsed line as places in its bytes: one is made and filled again and again, so that a line costs no allocation. */
export interface StatsdLine {
  kind: StatsdKind;
  nameFrom: number;
  nameTo: number;
  /** One or more values, separated by colons (DogStatsD packs them); of a set exactly one, which may be any text. */
  valuesFrom: number;
  valuesTo: number;
  /** The sampling rate, 1 where none is given. */
  rate: number;
  /** Empty where there are no tags. */
  tagsFrom: number;
  tagsTo: number;
}

export const createStatsdLine = (): StatsdLine => ({
  kind: "counter",
  nameFrom: 0,
  nameTo: 0,
  valuesFrom: 0,
  valuesTo: 0,
  rate: 1,
  tagsFrom: 0,
  tagsTo: 0,
});

/** The most bytes that a name and the tags may have. */
const statsdLimits = { nameBytes: 200, tagsBytes: 8_192 } as const;

/**
 * Parses bytes[from, to), one line without its end, into `out`: `name:value|type[|@rate][|#tags]`. Values are not read
 * here, only found. DogStatsD's container and external data (`|c:`, `|e:`, `|card:`) are passed over.
 * @returns why the line is no good, or undefined where it is good.
 */
export function parseLine(bytes: Uint8Array, from: number, to: number, out: StatsdLine): string | undefined {
  const nameTo = indexOfByte(bytes, byte.colon, from, to);
  if (nameTo === to) return "no colon between name and value";
  if (nameTo === from) return "empty name";
  if (nameTo - from > statsdLimits.nameBytes) return `name longer than ${statsdLimits.nameBytes} bytes`;
  for (let at = from; at < nameTo; at++) {
    if (isControl(bytes[at]!)) return "control character in name";
    if (bytes[at] === byte.pipe) return "no colon between name and value";
  }
  const valuesTo = indexOfByte(bytes, byte.pipe, nameTo + 1, to);
  if (valuesTo === to) return "no type";
  if (valuesTo === nameTo + 1) return "empty value";
  out.nameFrom = from;
  out.nameTo = nameTo;
  out.valuesFrom = nameTo + 1;
  out.valuesTo = valuesTo;
  out.rate = 1;
  out.tagsFrom = to;
  out.tagsTo = to;
  const typeTo = indexOfByte(bytes, byte.pipe, valuesTo + 1, to);
  const kind = kindOf(bytes, valuesTo + 1, typeTo);
  if (kind === undefined) return "unknown type: c, g, ms, h, d and s are known";
  out.kind = kind;
  return parseFields(bytes, typeTo, to, out);
}

function parseFields(bytes: Uint8Array, from: number, to: number, out: StatsdLine): string | undefined {
  for (let at = from; at < to; ) {
    const fieldTo = indexOfByte(bytes, byte.pipe, at + 1, to);
    const reason = parseField(bytes, at + 1, fieldTo, out);
    if (reason !== undefined) return reason;
    at = fieldTo;
  }
  return undefined;
}

function parseField(bytes: Uint8Array, from: number, to: number, out: StatsdLine): string | undefined {
  if (from === to) return "empty field";
  const first = bytes[from]!;
  if (first === byte.at) {
    const rate = parseNumber(bytes, from + 1, to);
    if (!(rate > 0 && rate <= 1)) return "sampling rate not above 0 and at most 1";
    out.rate = rate;
    return undefined;
  }
  if (first === byte.hash) {
    if (to - from - 1 > statsdLimits.tagsBytes) return `tags longer than ${statsdLimits.tagsBytes} bytes`;
    for (let at = from; at < to; at++) if (isControl(bytes[at]!)) return "control character in tags";
    out.tagsFrom = from + 1;
    out.tagsTo = to;
    return undefined;
  }
  if (first === 84) return "timestamps (|T) are not supported: send values when they occur";
  return startsWith(bytes, from, to, "c:") ||
    startsWith(bytes, from, to, "e:") ||
    startsWith(bytes, from, to, "card:")
    ? undefined
    : "unknown field";
}

function startsWith(bytes: Uint8Array, from: number, to: number, ascii: string): boolean {
  if (to - from < ascii.length) return false;
  for (let i = 0; i < ascii.length; i++) if (bytes[from + i] !== ascii.charCodeAt(i)) return false;
  return true;
}

function kindOf(bytes: Uint8Array, from: number, to: number): StatsdKind | undefined {
  if (to - from === 2) return bytes[from] === 109 && bytes[from + 1] === 115 ? "timer" : undefined;
  if (to - from !== 1) return undefined;
  switch (bytes[from]) {
    case 99:
      return "counter";
    case 103:
      return "gauge";
    case 115:
      return "set";
    case 104:
    case 100:
      return "histogram";
    default:
      return undefined;
  }
}
