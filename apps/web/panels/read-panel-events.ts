import type { Event, EventPage } from "@mission-control/contracts";
import { ask } from "../data/ask.ts";
import { orThrow } from "../data/outcome.ts";
import { type EventFilter, isWanted } from "./event-filter.ts";

const PAGE = 500;
/** Of what a search leaves out, no more than this many pages are fetched of each type. */
const PAGES = 4;
/** So many fill any list; of what may still stand all pages are read. */
const ENOUGH = 200;
/** Types that are asked for one by one; more are looked for among all. */
const FEW_TYPES = 8;

/** What was found: the newest first, and whether there is more in the stretch than that. */
export interface FoundEvents {
  readonly events: readonly Event[];
  readonly isCut: boolean;
}

/** The newest events of a stretch that a panel wants. */
export async function readPanelEvents(
  filter: EventFilter,
  stretch: { fromMs: number; toMs: number },
  signal: AbortSignal,
): Promise<FoundEvents> {
  const { types, earlierMs } = filter;
  const enough = earlierMs === undefined ? ENOUGH : PAGES * PAGE;
  const isEach = types.length > 0 && types.length <= FEW_TYPES;
  const parts = isEach ? types.map((type) => `type=${encodeURIComponent(type)}`) : ["except=request"];
  const found = await Promise.all(
    parts.map((part) =>
      readPart(
        `${part}&from=${Math.round(stretch.fromMs)}&to=${Math.round(stretch.toMs)}&limit=${PAGE}`,
        filter,
        enough,
        signal,
      ),
    ),
  );
  const events = found.flatMap((each) => each.events).sort((a, b) => b.timeMs - a.timeMs);
  return { events, isCut: found.some(({ isCut }) => isCut) };
}

async function readPart(
  query: string,
  filter: EventFilter,
  enough: number,
  signal: AbortSignal,
): Promise<FoundEvents> {
  const events: Event[] = [];
  let next: string | null = "";
  for (let pages = 0; next !== null && pages < PAGES && events.length < enough; pages++) {
    const before: string = next === "" ? "" : `&before=${encodeURIComponent(next)}`;
    const page: EventPage = orThrow(await ask<EventPage>(`/api/events?${query}${before}`, { signal }));
    events.push(...page.events.filter((event) => isWanted(event, filter)));
    next = page.next;
  }
  return { events, isCut: next !== null };
}
