/**
 * The names of a table's columns for `labelNames`, behind those of `taken`. DuckDB does not tell "Job" from "job": of two
 * names that it takes for one, the later gets a number.
 */
export function columnNames(labelNames: readonly string[], taken: readonly string[]): string[] {
  const known = new Set(taken.map((name) => name.toLowerCase()));
  return labelNames.map((given) => {
    // No identifier holds a NUL, or is empty.
    const base = given.replaceAll("\0", "\ufffd") || "label";
    let name = base;
    for (let n = 2; known.has(name.toLowerCase()); n++) name = `${base}_${n}`;
    known.add(name.toLowerCase());
    return name;
  });
}

/** A name as SQL takes it, whatever it holds. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text as SQL takes it, whatever it holds. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
