import { limits } from "./limits.ts";

/** What is chosen of each variable of a view, by name: its values, none of them where every value counts. */
export type Chosen = ReadonlyMap<string, readonly string[]>;

/** Where an expression names a variable. */
export interface VariableUse {
  readonly name: string;
  /** What stands behind a colon: `regex` in `${service:regex}`. */
  readonly format: string | undefined;
  /** As it is written, and where it begins in the expression. */
  readonly source: string;
  readonly index: number;
  /** Outside quotes, in the quotes of a matcher (`service=~"$service"`), or in those of any other text. */
  readonly place: "code" | "matcher" | "text";
}

const VARIABLE = /\$(?:([a-zA-Z_]\w*)|\{([a-zA-Z_]\w*)(?::(\w*))?\})/g;
/**
 * Comments and quoted texts, in the three ways PromQL quotes; one that does not end goes to the end of its line, as code.
 * Every sign is read once, whatever stands there.
 */
const QUOTED = /#[^\n]*|(["'])(?:\\[\s\S]|(?!\1)[^\\\n])*(\1?)|`[^`]*(`?)/g;
const MATCHER = /(?:=~|!~|!=|=)$/;
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)$/i;
/** As long as the longest of these words, with the sign before it. */
const GROUPING_LENGTH = 12;
/** A name, a number or a length of time: what may stand outside quotes as it is. */
const WORD = /^(?:[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9][a-zA-Z0-9_.]*)$/;
const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|[\s\S])/g;
/** Matches a label that is not there, too, as every value counts. */
const ANY = ".*";

/** The variables that an expression names, in their order. `$__…` have a meaning of their own and are none; `$1` is none. */
export function* variablesIn(expr: string): Generator<VariableUse> {
  for (const { text, index, quote } of partsOf(expr)) {
    if (quote === "#") continue;
    const place = quote === "" ? "code" : matcherBefore(expr.slice(0, index)) === "" ? "text" : "matcher";
    for (const match of text.matchAll(VARIABLE)) {
      const name = match[1] ?? match[2]!;
      if (name.startsWith("__") || isEscaped(text, match.index, quote)) continue;
      yield { name, format: match[3], source: match[0], index: index + match.index, place };
    }
  }
}

/**
 * An expression with what is chosen in place of `$name`, `${name}` and `${name:regex}`; what `chosen` does not know stays
 * as it is. In a matcher several values become an alternation, escaped as RE2 wants it, and none becomes `.*`; where
 * `=` or `!=` stands before them it becomes `=~` or `!~`. Outside quotes a value counts as it is where it is a single
 * word, else it is quoted: no value can end the text or the place that it stands in. Where that is longer than an
 * expression may be, it is `tooLong` instead: a part of it might be another query.
 */
export function expandVariables(expr: string, chosen: Chosen): string {
  if (!expr.includes("$")) return expr;
  const values = valuesWritten(chosen);
  const out: Out = { text: "", isGrouping: false };
  for (const { text, quote } of partsOf(expr)) {
    if (quote === "#") out.text += text;
    else if (quote === "") addCode(out, text, values);
    else addQuoted(out, text, quote, values);
    if (out.text.length > limits.expressionLength) return tooLong;
  }
  return out.text;
}

/** What an expression becomes that is too long with what is chosen: its reader refuses it, in these words. */
export const tooLong = `0 "with what is chosen this has over ${limits.expressionLength} characters; choose fewer values"`;

/** A title with what is chosen in place of its variables, in words: "api, web", "any"; where that is very long, its beginning. */
export function expandWords(text: string, chosen: Chosen): string {
  const words = new Map<string, string>();
  let length = 0;
  return text.replaceAll(VARIABLE, (source, bare?: string, braced?: string) => {
    const name = bare ?? braced!;
    const values = chosen.get(name);
    if (values === undefined) return source;
    if (length > limits.textLength) return "…";
    if (!words.has(name)) words.set(name, wordsOf(values));
    length += words.get(name)!.length;
    return words.get(name)!;
  });
}

function wordsOf(values: readonly string[]): string {
  if (values.length === 0) return "any";
  const all = values.join(", ");
  return all.length > limits.textLength ? `${all.slice(0, limits.textLength).toWellFormed()}…` : all;
}

interface Part {
  readonly text: string;
  readonly index: number;
  readonly quote: string;
}

function* partsOf(expr: string): Generator<Part> {
  let from = 0;
  for (const { 0: text, 1: quote, 2: end, 3: tick, index } of expr.matchAll(QUOTED)) {
    if (index > from) yield { text: expr.slice(from, index), index: from, quote: "" };
    const isWhole = text[0] === "#" || (quote === undefined ? tick : end) !== "";
    yield { text, index, quote: isWhole ? text[0]! : "" };
    from = index + text.length;
  }
  if (from < expr.length) yield { text: expr.slice(from), index: from, quote: "" };
}

/** `\$x` is a faulty escape, whose reader says so. */
function isEscaped(text: string, index: number, quote: string): boolean {
  if (quote === "" || quote === "`") return false;
  let from = index;
  while (text[from - 1] === "\\") from--;
  return ((index - from) & 1) === 1;
}

/** The operator that a text ends with, without the space behind it; "" where it ends with none. */
const matcherBefore = (text: string): string => MATCHER.exec(text.trimEnd().slice(-2))?.[0] ?? "";

/** An expression as far as it is written. */
interface Out {
  text: string;
  /** Whether that ends between the brackets of a list of labels, as in `sum by (a, `. */
  isGrouping: boolean;
}

function addCode(out: Out, code: string, values: ValuesWritten): void {
  let from = 0;
  const add = (text: string) => {
    const at = Math.max(text.lastIndexOf("("), text.lastIndexOf(")"));
    const before = out.text + text.slice(0, Math.max(at, 0));
    if (at >= 0) out.isGrouping = text[at] === "(" && GROUPING.test(before.trimEnd().slice(-GROUPING_LENGTH));
    out.text += text;
  };
  for (const { 0: source, 1: bare, 2: braced, 3: format, index } of code.matchAll(VARIABLE)) {
    const name = bare ?? braced!;
    const known = values.chosen.get(name);
    if (known === undefined || !isKnown(format)) continue;
    add(code.slice(from, index));
    from = index + source.length;
    const isAsItIs = values.areWords(name) && (known.length === 1 || out.isGrouping);
    out.text += isAsItIs ? known.join(", ") : `"${values.pattern(name, true, '"')}"`;
    if (out.text.length > limits.expressionLength) return;
  }
  add(code.slice(from));
}

function addQuoted(out: Out, literal: string, quote: string, values: ValuesWritten): void {
  const { chosen } = values;
  const uses = [...variablesIn(literal)].filter(({ name, format }) => chosen.has(name) && isKnown(format));
  if (uses.length === 0) {
    out.text += literal;
    return;
  }
  const matcher = matcherBefore(out.text);
  const isPattern = matcher === "=~" || matcher === "!~";
  const isOne = uses.every(({ name, format }) => format === undefined && chosen.get(name)!.length === 1);
  // Many values are no text that a label can equal.
  const becomesPattern = (matcher === "=" || matcher === "!=") && !isOne;
  const own = (source: string) => {
    if (quote === "`") return written(becomesPattern ? escaped(source) : source, '"');
    return becomesPattern ? escapedSource(source, quote) : source;
  };
  // Between backticks nothing can be escaped.
  const outQuote = quote === "`" ? '"' : quote;
  const body = literal.slice(1, -1);
  if (becomesPattern) {
    const lead = out.text.trimEnd();
    const space = out.text.slice(lead.length);
    out.text = `${lead.slice(0, -matcher.length)}${matcher === "=" ? "=~" : "!~"}${space}`;
  }
  out.text += outQuote;
  let from = 0;
  for (const { name, format, source, index } of uses) {
    out.text += own(body.slice(from, index - 1));
    from = index - 1 + source.length;
    const known = chosen.get(name)!;
    const asPattern = isPattern || becomesPattern || format === "regex" || known.length !== 1;
    const isAlone = uses.length === 1 && source.length === body.length;
    out.text += asPattern ? values.pattern(name, isAlone, outQuote) : written(known[0]!, outQuote);
    if (out.text.length > limits.expressionLength) return;
  }
  out.text += own(body.slice(from)) + outQuote;
}

const isKnown = (format: string | undefined): boolean => format === undefined || format === "regex";

type ValuesWritten = ReturnType<typeof valuesWritten>;

/** What is chosen as it is written into an expression, made once however often it stands there. */
function valuesWritten(chosen: Chosen) {
  const made = new Map<string, string>();
  const words = new Map<string, boolean>();
  return {
    chosen,
    areWords(name: string): boolean {
      if (!words.has(name))
        words.set(
          name,
          chosen.get(name)!.every((value) => WORD.test(value)),
        );
      return words.get(name)!;
    },
    /** What matches the values of a variable and nothing else; alone between quotes it needs no brackets. */
    pattern(name: string, isAlone: boolean, quote: string): string {
      const key = `${name} ${isAlone} ${quote}`;
      if (!made.has(key)) made.set(key, written(patternOf(chosen.get(name)!, isAlone), quote));
      return made.get(key)!;
    },
  };
}

/** A regular expression that matches these values and nothing else; any where there are none. */
function patternOf(values: readonly string[], isAlone: boolean): string {
  if (values.length === 0) return ANY;
  const text = values.map(escaped).join("|");
  return isAlone || values.length === 1 ? text : `(?:${text})`;
}

const escaped = (text: string): string => text.replaceAll(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`);

/** The same of a text that is written with PromQL's escapes. */
function escapedSource(source: string, quote: string): string {
  let out = "";
  let from = 0;
  for (const { 0: signs, index } of source.matchAll(ESCAPE)) {
    out += written(escaped(source.slice(from, index)), quote);
    from = index + signs.length;
    const code = /^\\(?:[xuU](.+)|([0-7]{3}))$/.exec(signs);
    const point = code === null ? Number.NaN : Number.parseInt(code[1] ?? code[2]!, code[1] ? 16 : 8);
    if (signs === "\\\\") out += String.raw`\\\\`;
    else out += point < 0x80 ? written(escaped(String.fromCharCode(point)), quote) : signs;
  }
  return out + written(escaped(source.slice(from)), quote);
}

/** A text as it is written between quotes of this kind. */
function written(text: string, quote: string): string {
  return text.toWellFormed().replaceAll(/[\\"'\p{Cc}\ufffd]/gu, (sign) => {
    if (sign === "\\") return "\\\\";
    if (sign === '"' || sign === "'") return sign === quote ? `\\${sign}` : sign;
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
