import { renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { findSegments, type Segment } from "./segment.ts";
import { freeSlots, type Slot } from "./slot.ts";

/** A start looks into no more folders than this; the next one goes on. */
const MOST_SLOTS = 64;

/**
 * Moves what clients that ended left in the folders beside `slot` into it, oldest first, each segment under its own name and
 * so its idempotency key, and removes those folders. Ends before there are more than `maxBytes`: the rest is left to others.
 */
export function adoptSegments(slot: Slot, maxBytes: number): { segments: Segment[]; damaged: number } {
  const segments: Segment[] = [];
  let damaged = 0;
  let bytes = 0;
  for (const free of freeSlots(dirname(slot.dir), MOST_SLOTS)) {
    const theirs = free.claim();
    if (theirs === undefined) continue;
    try {
      const found = findSegments(theirs.dir);
      bytes += found.segments.reduce((sum, segment) => sum + segment.bytes, 0);
      if (segments.length > 0 && bytes > maxBytes) break;
      damaged += found.damaged;
      for (const segment of found.segments) {
        const path = join(slot.dir, segment.name);
        renameSync(segment.path, path);
        segments.push({ ...segment, path });
      }
    } catch {
      // A folder that cannot be read keeps none of the others from being sent.
    } finally {
      theirs.release();
    }
  }
  return { segments: segments.sort(byName), damaged };
}

/** A name begins with its time, and rises within a slot. */
const byName = (a: Segment, b: Segment) => (a.name < b.name ? -1 : 1);
