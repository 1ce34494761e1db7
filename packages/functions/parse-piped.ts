/** One call after a query: `smooth(5m)`. Arguments stand as they were written, without spaces around. */
export interface FunctionCall {
  readonly name: string;
  readonly args: readonly string[];
}

/** A query in PromQL and what is done with its values afterwards, in that order. */
export interface Piped {
  readonly query: string;
  readonly calls: readonly FunctionCall[];
}

const ARROW = "|>";
const CALL = /^([a-z][a-z0-9_]*)\s*(?:\(([\s\S]*)\))?$/;
const OPENING = "([{";
const CLOSING = ")]}";

/**
 * The query of a text and the calls after it. `|>` inside of quotes or of a comment is text. Parentheses may be left out.
 * @throws SyntaxError where what follows `|>` is no call
 */
export function parsePiped(text: string): Piped {
  const [query = "", ...rest] = splitOutside(text, ARROW, false);
  return { query: rest.length === 0 ? text : query.trim(), calls: rest.map(callOf) };
}

function callOf(text: string): FunctionCall {
  const [, name, given] = CALL.exec(text.trim()) ?? [];
  if (name === undefined)
    throw new SyntaxError(`after |> a function is expected, such as "smooth(5m)", not "${text.trim()}"`);
  const args = given === undefined || given.trim() === "" ? [] : splitOutside(given, ",", true);
  return { name, args: args.map((arg) => arg.trim()) };
}

/** Splits at a mark that stands outside of quotes and comments, and outside of brackets where `outsideBrackets`. */
function splitOutside(text: string, mark: string, outsideBrackets: boolean): string[] {
  const parts: string[] = [];
  let quote = "";
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote !== "") {
      if (char === "\\" && quote !== "`" && quote !== "\n") i++;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'" || char === "`") quote = char;
    else if (char === "#") quote = "\n";
    else if (OPENING.includes(char)) depth++;
    else if (CLOSING.includes(char)) depth--;
    else if (text.startsWith(mark, i) && !(outsideBrackets && depth > 0)) {
      parts.push(text.slice(from, i));
      from = i + mark.length;
      i = from - 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}
