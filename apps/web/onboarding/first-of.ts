/**
 * The name to tell first of those that are there: what came while somebody looked on is more welcome than what was there.
 * Each name is looked up at most once, however many there are.
 */
export function firstOf(names: readonly string[], before: ReadonlySet<string>): string | undefined {
  return names.find((name) => !before.has(name)) ?? names[0];
}
