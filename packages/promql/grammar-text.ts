const TOKEN =
  /"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|`[^`]*`|#[^\n]*|[A-Za-z_:][\w:]*|\d[\w.]*|[()[\]]|[+-]|\s+|[\s\S]/g;

const IN_DURATIONS = /^(?:step|range|min_of|max_of)$/i;

/**
 * The same text for the grammar, letter for letter as long. It lacks what Prometheus' own parser takes: a number that ends in
 * a point (`2.`), the functions of durations in capitals (`STEP()`), and `min_of` and `max_of` outside durations, which go in
 * under the name of another function and are converted by their own, as does `holt_winters`, which it has forgotten.
 */
export function grammarText(text: string): string {
  if (!/\d\.|min_of|max_of|step|range|holt_winters/i.test(text)) return text;
  let brackets = 0;
  // Parentheses that are open within the duration of an offset; undefined outside one.
  let offset: number | undefined;
  const tokens = text.match(TOKEN) ?? [];
  return tokens
    .map((token, i) => {
      if (token === "[") brackets++;
      else if (token === "]") brackets--;
      const inDuration = brackets > 0 || offset !== undefined;
      if (offset !== undefined) offset = afterOffset(offset, token, tokens[i + 1]);
      if (/^offset$/i.test(token)) offset = 0;
      if (/^\d+\.$/.test(token)) return `${token.slice(0, -1)} `;
      if (token === "holt_winters" && isCalled(tokens, i)) return "day_of_month";
      if (tokens[i + 1] !== "(" || !IN_DURATIONS.test(token)) return token;
      if (inDuration) return token.toLowerCase();
      return token === "min_of" || token === "max_of" ? "vector" : token;
    })
    .join("");
}

/** Whether a parenthesis opens behind a token. */
function isCalled(tokens: readonly string[], i: number): boolean {
  const next = /^\s+$/.test(tokens[i + 1] ?? "") ? tokens[i + 2] : tokens[i + 1];
  return next === "(";
}

/** How many parentheses of an offset's duration are open after a token, or undefined where the duration is over. */
function afterOffset(open: number, token: string, next: string | undefined): number | undefined {
  if (token === "(") return open + 1;
  if (token === ")") return open > 1 ? open - 1 : undefined;
  if (open > 0 || /^(?:\s+|[+-])$/.test(token) || next === "(") return open;
  return undefined;
}
