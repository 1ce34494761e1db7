import { byte } from "./bytes.ts";

/** Powers of ten that a double holds exactly. */
const EXACT = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
];
const LONGEST = 64;

const isDigit = (value: number | undefined) =>
  value !== undefined && value >= byte.zero && value <= byte.nine;

/**
 * The decimal number in bytes[from, to), NaN where it is none: an optional sign, digits with an optional fraction, an
 * optional exponent, at most 64 bytes. No `Infinity`, no `NaN`, no hexadecimal, no spaces. Equal to JavaScript's own reading of the
 * same text: numbers of up to 15 digits without an exponent are computed exactly and without allocation, others are
 * left to `Number`.
 */
export function parseNumber(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const negative = bytes[at] === byte.minus;
  if (at < to && (negative || bytes[at] === byte.plus)) at++;
  let mantissa = 0;
  let digits = 0;
  let decimals = 0;
  for (; at < to && isDigit(bytes[at]); at++, digits++) mantissa = mantissa * 10 + bytes[at]! - byte.zero;
  if (at < to && bytes[at] === byte.dot) {
    for (at++; at < to && isDigit(bytes[at]); at++, decimals++)
      mantissa = mantissa * 10 + bytes[at]! - byte.zero;
  }
  digits += decimals;
  if (digits === 0 || to - from > LONGEST) return Number.NaN;
  if (at < to) return isExponent(bytes, at, to) ? slowly(bytes, from, to) : Number.NaN;
  if (digits > 15) return slowly(bytes, from, to);
  const value = mantissa / EXACT[decimals]!;
  return negative ? -value : value;
}

function isExponent(bytes: Uint8Array, from: number, to: number): boolean {
  if ((bytes[from]! | 32) !== 101) return false;
  let at = from + 1;
  if (at < to && (bytes[at] === byte.minus || bytes[at] === byte.plus)) at++;
  if (at === to) return false;
  while (at < to && isDigit(bytes[at])) at++;
  return at === to;
}

function slowly(bytes: Uint8Array, from: number, to: number): number {
  const value = Number(String.fromCharCode(...bytes.subarray(from, to)));
  return Number.isFinite(value) ? value : Number.NaN;
}
