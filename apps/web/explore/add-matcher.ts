const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;

/**
 * The expression with `label="value"` added to every selector of these metrics; an equal matcher of that label is replaced.
 * Undefined where the expression has no such selector.
 */
export function addMatcher(
  expr: string,
  metrics: ReadonlySet<string>,
  label: string,
  value: string,
): string | undefined {
  const matcher = `${label}=${JSON.stringify(value)}`;
  let out = "";
  let found = false;
  for (let at = 0; at < expr.length; ) {
    const skipped = skipTo(expr, at);
    if (skipped > at) {
      out += expr.slice(at, skipped);
      at = skipped;
      continue;
    }
    NAME.lastIndex = at;
    const name = NAME.exec(expr)?.[0];
    if (name === undefined || !metrics.has(name)) {
      const length = name?.length ?? 1;
      out += expr.slice(at, at + length);
      at += length;
      continue;
    }
    found = true;
    const opens = /^\s*\{/.exec(expr.slice(at + name.length))?.[0];
    out += name;
    at += name.length;
    if (opens === undefined) {
      out += `{${matcher}}`;
      continue;
    }
    const from = at + opens.length;
    const to = closing(expr, from);
    out += `{${withMatcher(expr.slice(from, to), label, matcher)}}`;
    at = to + 1;
  }
  return found ? out : undefined;
}

/** Behind a quoted text, a comment or braces of another selector, where one begins here. */
function skipTo(expr: string, at: number): number {
  const char = expr[at]!;
  if (char === "{") return closing(expr, at + 1) + 1;
  if (char === "#") return (expr.indexOf("\n", at) + 1 || expr.length + 1) - 1;
  return char === '"' || char === "'" || char === "`" ? behindQuote(expr, at) : at;
}

function behindQuote(expr: string, at: number): number {
  const quote = expr[at];
  for (let i = at + 1; i < expr.length; i++) {
    if (expr[i] === "\\" && quote !== "`") i++;
    else if (expr[i] === quote) return i + 1;
  }
  return expr.length;
}

/** Where the brace that is open closes. */
function closing(expr: string, from: number): number {
  for (let i = from; i < expr.length; i++) {
    if (expr[i] === "}") return i;
    if (`"'\``.includes(expr[i]!)) i = behindQuote(expr, i) - 1;
  }
  return expr.length;
}

function withMatcher(inside: string, label: string, matcher: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i <= inside.length; i++) {
    if (i < inside.length && `"'\``.includes(inside[i]!)) i = behindQuote(inside, i) - 1;
    else if (i === inside.length || inside[i] === ",") {
      parts.push(inside.slice(from, i).trim());
      from = i + 1;
    }
  }
  const others = parts.filter((part) => part !== "" && !new RegExp(`^${label}\\s*=[^~]`).test(part));
  return [...others, matcher].join(",");
}
