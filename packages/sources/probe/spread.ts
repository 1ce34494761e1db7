import type { Probe } from "@mission-control/contracts";

/** After a start every probe is checked once within so long. */
const FIRST_WITHIN_MS = 30_000;

/** How long after a start a probe is checked first: chosen by its name, the same at each start, spread over its interval. */
export function firstAfterMs({ slug, everyMs }: Pick<Probe, "slug" | "everyMs">): number {
  return hashOf(slug) % Math.min(everyMs, FIRST_WITHIN_MS);
}

/** FNV-1a of 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
