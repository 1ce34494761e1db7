/** The bytes that StatsD's grammar and syslog's framing are made of. */
export const byte = {
  newline: 10,
  return: 13,
  space: 32,
  hash: 35,
  plus: 43,
  comma: 44,
  minus: 45,
  dot: 46,
  zero: 48,
  nine: 57,
  colon: 58,
  lessThan: 60,
  at: 64,
  pipe: 124,
  delete: 127,
} as const;

/** Whether a byte is a control character: never part of a name or a tag. */
export function isControl(value: number): boolean {
  return value < 32 || value === byte.delete;
}

/** The place of `wanted` in bytes[from, to), or `to` where it is not there. */
export function indexOfByte(bytes: Uint8Array, wanted: number, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== wanted) at++;
  return at;
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/** The text of UTF-8 bytes, or undefined where they are none. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}
