/** The section of lanes that were added on the wall. */
export const addedSection = "added";

/** The name of an added lane on the page: short, and the same whatever else is added or removed. */
export function addedId(expr: string): string {
  // FNV-1a of 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
  let hash = 0x811c9dc5;
  for (let i = 0; i < expr.length; i++) hash = Math.imul(hash ^ expr.charCodeAt(i), 0x01000193);
  return `${addedSection}-${(hash >>> 0).toString(36)}`;
}
