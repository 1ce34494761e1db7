import { RE2JS } from "re2js";

/**
 * Rewrites a text that matches a whole RE2 pattern: `template` may name groups as `$1`, `${1}`, `$name` or `${name}`, and
 * `$$` is a dollar sign. Gives undefined where the text does not match. Linear time, whatever the pattern.
 * @throws RE2JSException where `pattern` is no RE2 pattern.
 */
export function createReplacer(pattern: string, template: string): (text: string) => string | undefined {
  const compiled = RE2JS.compile(pattern, RE2JS.DOTALL);
  const groups = compiled.groupCount();
  const names = new Map(Object.entries(compiled.namedGroups()));
  return (text) => {
    const match = compiled.matcher(text);
    if (!match.matches()) return undefined;
    return template.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (all, plain?: string, braced?: string) => {
      if (all === "$$") return "$";
      const name = plain ?? braced ?? "";
      const index = /^\d+$/.test(name) ? Number(name) : (names.get(name) ?? -1);
      return index >= 0 && index <= groups ? (match.group(index) ?? "") : "";
    });
  };
}
