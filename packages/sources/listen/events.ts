import {
  createRejectList,
  limits,
  type RawEvent,
  type Reject,
  type RejectList,
  rawEventSchema,
} from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { type JsonItem, parseItems } from "./json-items.ts";

/**
 * The events of a body, each with its number in it from 0; the faults of the others as far as one answer holds them, and
 * how many items had any. A body that cannot be read at all counts as one item.
 */
export interface ParsedEvents {
  readonly events: { readonly index: number; readonly event: RawEvent }[];
  readonly rejects: Reject[];
  readonly refused: number;
}

/**
 * Reads the body of `POST /api/events`: one event, an array of them, or one a line (NDJSON). Good events of a batch are kept
 * beside bad ones. A reject's path says where: `type` in a single event, `2.type` in an array, `line 3` or
 * `line 3.type` in NDJSON (lines from 1). There are at most `limits.rejectsPerAnswer`, then one that counts the others.
 * Never throws.
 */
export function parseEvents(
  body: Uint8Array | string,
  contentType: string,
  options: { clock: Clock },
): ParsedEvents {
  const { items, rejects: unread } = parseItems(body, contentType);
  const rejects = createRejectList();
  for (const reject of unread) rejects.add(reject);
  const events: ParsedEvents["events"] = [];
  const latestMs = options.clock.now() + limits.futureMs;
  for (const item of items) {
    const event = eventOf(item, latestMs, rejects);
    if (event !== undefined) events.push({ index: item.index, event });
  }
  const refused = unread.length + items.length - events.length;
  return { events, rejects: rejects.list(), refused };
}

/** The event of an item, or undefined where it is none; why not is added to the rejects. */
function eventOf({ at, value }: JsonItem, latestMs: number, rejects: RejectList): RawEvent | undefined {
  const parsed = rawEventSchema.safeParse(value);
  if (!parsed.success) {
    rejects.addFaults(parsed.error, at);
    return undefined;
  }
  if ((parsed.data.time ?? 0) <= latestMs) return parsed.data;
  const path = at === "" ? "time" : `${at}.time`;
  rejects.add({ code: "too_far_ahead", path, message: `at most ${limits.futureMs / 60_000} min ahead` });
  return undefined;
}
