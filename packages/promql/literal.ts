import { parseDuration } from "./duration.ts";

/** The value of a number as PromQL writes it, a duration counting in seconds; NaN also where the text is none. */
export function parseNumber(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[+-]\s*/, "").replaceAll("_", "");
  if (/^inf$/i.test(digits)) return sign * Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(digits)) return Number.NaN;
  if (/^0x[0-9a-f]+$/i.test(digits)) return sign * Number.parseInt(digits.slice(2), 16);
  if (/^[0-9]+[a-z]/i.test(digits) && !/^[0-9.]+e[+-]?[0-9]+$/i.test(digits))
    return sign * parseDuration(digits);
  return sign * Number(digits);
}

/** A number as Go's shortest format without exponent writes it: what `count_values` makes labels of. */
export function formatPlain(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (Object.is(value, -0)) return "-0";
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign, lead, fraction = "", exponent] = match;
  const digits = `${lead}${fraction}`;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, "0")}`;
}

const SIMPLE_ESCAPES = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
]);

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([\s\S])?)/g;

/**
 * The text that a quoted literal stands for, or an error message. Double and single quotes take Go's escapes, backticks
 * none. Bytes (`\xff`) that make no UTF-8 become U+FFFD.
 */
export function unquote(literal: string): { text: string } | { error: string } {
  const quote = literal[0];
  if (literal.length < 2 || literal.at(-1) !== quote) return { error: "unterminated quoted string" };
  const body = literal.slice(1, -1);
  if (quote === "`") return { text: body };
  if (body.includes("\n")) return { error: "unterminated quoted string" };
  let error: string | undefined;
  let bytes: number[] = [];
  const flush = () => {
    const text = new TextDecoder().decode(new Uint8Array(bytes));
    bytes = [];
    return text;
  };
  let out = "";
  let from = 0;
  for (const match of body.matchAll(ESCAPE)) {
    const [all, hex, short, long, octal, simple] = match;
    if (match.index > from) out += flush() + body.slice(from, match.index);
    from = match.index + all.length;
    if (hex !== undefined || octal !== undefined) {
      bytes.push((hex !== undefined ? Number.parseInt(hex, 16) : Number.parseInt(octal!, 8)) & 255);
      continue;
    }
    const code = short ?? long;
    if (code !== undefined) {
      const point = Number.parseInt(code, 16);
      if (point > 0x10ffff) error ??= "escape sequence is an invalid Unicode code point";
      else out += flush() + String.fromCodePoint(point);
      continue;
    }
    const plain = SIMPLE_ESCAPES.get(simple ?? "");
    if (plain === undefined || (simple === "'" && quote === '"') || (simple === '"' && quote === "'")) {
      error ??= "unknown escape sequence";
    } else out += flush() + plain;
  }
  out += flush() + body.slice(from);
  // An escaped closing quote leaves the literal open.
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(body)) error ??= "unterminated quoted string";
  return error === undefined ? { text: out } : { error };
}
