import { type Event, type EventPage, type EventQuery, eventCursor } from "@mission-control/contracts";
import type { WantsEvent } from "./event-filters.ts";

const PAGE = 1_000;
/** Of what a view does not show, no more than this many pages are looked through in one request. */
const PAGES = 5;

/**
 * The newest events that a view shows. Where it goes on is told by the last of them alone, so that nothing is told of those
 * it does not show.
 */
export async function findShown(
  find: (query: EventQuery) => Promise<EventPage>,
  wants: WantsEvent,
  query: EventQuery,
): Promise<EventPage> {
  const { limit } = query;
  const shown: Event[] = [];
  let { before } = query;
  for (let pages = 0; pages < PAGES && shown.length <= limit; pages++) {
    const page: EventPage = await find({
      ...query,
      limit: PAGE,
      ...(before === undefined ? {} : { before }),
    });
    shown.push(...page.events.filter(wants));
    if (page.next === null) break;
    before = page.next;
  }
  const events = shown.slice(0, limit);
  const last = events.at(-1);
  return { events, next: last !== undefined && shown.length > limit ? eventCursor(last) : null };
}
