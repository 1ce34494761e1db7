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
/** Comments and quoted texts, in the three ways PromQL quotes. */
const QUOTED = /#[^\n]*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|`[^`]*`/g;
const MATCHER = /(=~|!~|!=|=)\s*$/;
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*$/i;
/** A name, a number or a length of time: what may stand outside quotes as it is. */
const WORD = /^(?:[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9][a-zA-Z0-9_.]*)$/;
const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|[\s\S])/g;
/** Matches a label that is not there, too, as every value counts. */
const ANY = ".*";

/** The variables that an expression names, in their order. `$__…` have a meaning of their own and are none; `$1` is none. */
export function* variablesIn(expr: string): Generator<VariableUse> {
  for (const { text, index, quote } of partsOf(expr)) {
    if (quote === "#") continue;
    const place = quote === "" ? "code" : MATCHER.test(expr.slice(0, index)) ? "matcher" : "text";
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
 * word, else it is quoted: no value can end the text or the place that it stands in.
 */
export function expandVariables(expr: string, chosen: Chosen): string {
  if (!expr.includes("$")) return expr;
  let out = "";
  for (const { text, quote } of partsOf(expr)) {
    if (quote === "#") out += text;
    else if (quote === "") out += inCode(text, out, chosen);
    else out = inQuotes(text, quote, out, chosen);
  }
  return out;
}

/** A title with what is chosen in place of its variables, in words: "api, web", "any". */
export function expandWords(text: string, chosen: Chosen): string {
  return text.replaceAll(VARIABLE, (source, bare?: string, braced?: string) => {
    const values = chosen.get(bare ?? braced!);
    if (values === undefined) return source;
    return values.length === 0 ? "any" : values.join(", ");
  });
}

interface Part {
  readonly text: string;
  readonly index: number;
  readonly quote: string;
}

function* partsOf(expr: string): Generator<Part> {
  let from = 0;
  for (const { 0: text, index } of expr.matchAll(QUOTED)) {
    if (index > from) yield { text: expr.slice(from, index), index: from, quote: "" };
    yield { text, index, quote: text[0]! };
    from = index + text.length;
  }
  if (from < expr.length) yield { text: expr.slice(from), index: from, quote: "" };
}

/** `\$x` is a faulty escape, whose reader says so. */
function isEscaped(text: string, index: number, quote: string): boolean {
  if (quote === "" || quote === "`") return false;
  return (/\\*$/.exec(text.slice(0, index))![0].length & 1) === 1;
}

function inCode(text: string, before: string, chosen: Chosen): string {
  return text.replaceAll(VARIABLE, (source, bare?: string, braced?: string, format?: string, at?: number) => {
    const values = chosen.get(bare ?? braced!);
    if (values === undefined || !isKnown(format)) return source;
    const isWords = values.every((value) => WORD.test(value));
    if (isWords && (values.length === 1 || GROUPING.test(before + text.slice(0, at))))
      return values.join(", ");
    return `"${written(patternOf(values), '"')}"`;
  });
}

function inQuotes(literal: string, quote: string, before: string, chosen: Chosen): string {
  const uses = [...variablesIn(literal)].filter(({ name, format }) => chosen.has(name) && isKnown(format));
  if (uses.length === 0) return before + literal;
  const matcher = MATCHER.exec(before)?.[1];
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
  let text = "";
  let from = 0;
  for (const { name, format, source, index } of uses) {
    text += own(body.slice(from, index - 1));
    const values = chosen.get(name)!;
    const asPattern = isPattern || becomesPattern || format === "regex" || values.length !== 1;
    text += written(asPattern ? patternOf(values, isAlone(uses, source, body)) : values[0]!, outQuote);
    from = index - 1 + source.length;
  }
  text += own(body.slice(from));
  const lead = becomesPattern ? before.replace(/!?=(\s*)$/, matcher === "=" ? "=~$1" : "!~$1") : before;
  return `${lead}${outQuote}${text}${outQuote}`;
}

/** Whether a variable is all there is between quotes, where an alternation needs no brackets. */
const isAlone = (uses: readonly VariableUse[], source: string, body: string): boolean =>
  uses.length === 1 && source.length === body.length;

const isKnown = (format: string | undefined): boolean => format === undefined || format === "regex";

/** A regular expression that matches these values and nothing else; any where there are none. */
function patternOf(values: readonly string[], alone = true): string {
  if (values.length === 0) return ANY;
  const text = values.map(escaped).join("|");
  return alone || values.length === 1 ? text : `(?:${text})`;
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
