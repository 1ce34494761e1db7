/** A name of a kind that none of `taken` has: "lane-3". */
export function freeId(kind: string, taken: readonly { readonly id: string }[]): string {
  const known = new Set(taken.map(({ id }) => id));
  for (let i = taken.length + 1; ; i++) if (!known.has(`${kind}-${i}`)) return `${kind}-${i}`;
}
