import { parsePiped } from "@mission-control/functions";

/** How much earlier a lane's own values can be laid below it. */
export const pasts = [
  { name: "1h", words: "an hour earlier" },
  { name: "1d", words: "a day earlier" },
  { name: "1w", words: "a week earlier" },
] as const;
export type Past = (typeof pasts)[number];

/** The lanes of an address that are compared, each with how much earlier: `past=main-cpu.1w`. */
export function pastsOf(raw: readonly string[] | undefined): ReadonlyMap<string, Past> {
  const found = new Map<string, Past>();
  for (const text of raw ?? []) {
    const past = pasts.find(({ name }) => text.endsWith(`.${name}`));
    if (past !== undefined) found.set(text.slice(0, -past.name.length - 1), past);
  }
  return found;
}

/** The same with one lane compared otherwise, or no longer. */
export function withPast(raw: readonly string[] | undefined, id: string, past: Past | undefined) {
  const all = new Map(pastsOf(raw));
  if (past === undefined) all.delete(id);
  else all.set(id, past);
  return all.size === 0 ? undefined : [...all].map(([lane, { name }]) => `${lane}.${name}`);
}

/**
 * An expression for the same values so much earlier. It asks nothing of a store but PromQL's own subquery, which holds one
 * step; functions come after it as before.
 */
export function earlier(expr: string, { name }: Pick<Past, "name">): string {
  const { query, rest } = splitPiped(expr);
  return `last_over_time((${query})[$__interval:$__interval] offset ${name})${rest}`;
}

function splitPiped(expr: string): { query: string; rest: string } {
  try {
    const { query, calls } = parsePiped(expr);
    const at = expr.indexOf(query);
    // A comment at its end would take in what comes behind it.
    if (calls.length > 0 && at >= 0) {
      const end = at + query.length;
      return { query: `${query}\n`, rest: expr.slice(end) };
    }
  } catch {
    // What is wrong with it is said where it is asked.
  }
  return { query: `${expr}\n`, rest: "" };
}
