import { deployType, type Event, type EventPage } from "@mission-control/contracts";
import { ask } from "../data/ask.ts";
import { orThrow } from "../data/outcome.ts";

const PAGE = 500;
/** Of a storm no more than this many pages are fetched. */
const PAGES = 4;
/** So many different events fill the column. */
const ENOUGH = 30;
const DEPLOYS = 30;

/**
 * The last events, up to `endMs` where it is given, but those of one type, with the last deploys among them however much has happened since: pages are fetched
 * until they hold enough that is different, because a storm of one error can fill many.
 */
export async function readEvents(
  exceptType: string,
  endMs: number | undefined,
  signal: AbortSignal,
): Promise<Event[]> {
  // Whatever the server takes as the end, no event of a later moment is meant.
  const to = endMs === undefined ? "" : `&to=${endMs + 1}`;
  const page = async (query: string) =>
    orThrow(await ask<EventPage>(`/api/events?${query}${to}`, { signal }));
  const [events, deploys] = await Promise.all([
    readUntilEnough((before) => page(`except=${exceptType}&limit=${PAGE}${before}`)),
    page(`type=${deployType}&limit=${DEPLOYS}`),
  ]);
  return [...events, ...deploys.events];
}

async function readUntilEnough(page: (before: string) => Promise<EventPage>): Promise<Event[]> {
  const events: Event[] = [];
  const different = new Set<string>();
  let before = "";
  for (let pages = 0; pages < PAGES && different.size < ENOUGH; pages++) {
    const read = await page(before);
    for (const event of read.events) {
      events.push(event);
      different.add(event.fingerprint);
    }
    if (read.next === null) break;
    before = `&before=${encodeURIComponent(read.next)}`;
  }
  return events;
}
