const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Compares as people sort: `web-2` before `web-10`. */
export function compareText(a: string, b: string): number {
  return collator.compare(a, b);
}

/** "1 lane", "2 lanes". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
