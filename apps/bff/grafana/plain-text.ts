const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/**
 * The text of HTML, as Markdown: paragraphs, points and headings stay apart, http(s) links stay links, and all else of the
 * tags is left out, scripts and styles with what is in them.
 */
export function plainText(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(-->|$)/g, "")
    .replace(/<(script|style|iframe|object|svg)\b[\s\S]*?(<\/\1\s*>|$)/gi, "")
    .replace(/<a\b[^<>]*?\bhref\s*=\s*["'](https?:\/\/[^"'\s<>()]+)["'][^<>]*>([^<>]*)<\/a\s*>/gi, "[$2]($1)")
    .replace(/<h([1-6])\b[^<>]*>/gi, (_all, level: string) => `\n\n${"#".repeat(Number(level))} `)
    .replace(/<li\b[^<>]*>/gi, "\n- ")
    .replace(/<\/?(p|div|ul|ol|table|section|h[1-6])\b[^<>]*>/gi, "\n\n")
    .replace(/<(br|\/tr)\b[^<>]*>/gi, "\n")
    .replace(/<[^<>]*>/g, "")
    .replace(/<+(?=[a-z/!])/gi, "")
    .replace(/&(#\d{1,7}|[a-z]{2,4});/gi, (all, name: string) =>
      name.startsWith("#") ? codePoint(Number(name.slice(1))) : (entities[name.toLowerCase()] ?? all),
    )
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

const codePoint = (code: number): string =>
  code > 0x1f && code <= 0x10ffff ? String.fromCodePoint(code) : "";
