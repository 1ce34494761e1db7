import { type Condition, eventFits, type PlayedPart } from "@mission-control/alerts";
import type { EventPage, EventQuery } from "@mission-control/contracts";
import { labelsOf } from "@mission-control/series";
import type { StepGrid } from "../evaluate/task.ts";

/** Events of one page, and pages that are looked through for one replay. */
const PAGE = 1_000;
const MOST_PAGES = 300;
/** Steps that are counted in one go. */
const STEPS = 20_000;

export type FindEvents = (query: EventQuery) => Promise<EventPage>;

/**
 * Counts events at each step of a grid, those of the window before it, as it is done live. Where there are more than can be
 * looked through, it begins where those that were end, and says so.
 */
export async function* readEventCounts(
  source: Extract<Condition["source"], { kind: "events" }>,
  grid: StepGrid,
  find: FindEvents,
  signal: AbortSignal,
): AsyncGenerator<{ part: PlayedPart; progress: number; warning?: string | undefined }> {
  const { events, windowMs, labels } = source;
  const fits = eventFits(events);
  const [type] = events.types.length === 1 ? events.types : [];
  const narrowed = {
    ...(type === undefined ? (events.types.length === 0 ? { except: "request" } : {}) : { type }),
    ...(events.service === "" ? {} : { service: events.service }),
    ...(events.host === "" ? {} : { host: events.host }),
  };
  const fromMs = grid.startMs - windowMs;
  const timesMs: number[] = [];
  let knownMs = fromMs;
  let before: string | undefined;
  for (let pages = 0; ; pages++) {
    const more = before === undefined ? {} : { before };
    const page = await find({ ...narrowed, from: fromMs, to: grid.endMs, limit: PAGE, ...more });
    signal.throwIfAborted();
    for (const event of page.events) if (fits(event)) timesMs.push(event.timeMs);
    if (page.next === null) break;
    before = page.next;
    const oldestMs = page.events.at(-1)?.timeMs ?? fromMs;
    if (pages + 1 >= MOST_PAGES) {
      knownMs = oldestMs;
      break;
    }
    const progress = (0.9 * (grid.endMs - oldestMs)) / Math.max(1, grid.endMs - fromMs);
    yield { part: NOTHING, progress: Math.min(0.9, progress) };
  }
  timesMs.reverse();
  const { stepMs } = grid;
  const behindMs = Math.max(0, knownMs + windowMs - grid.startMs);
  const startMs = grid.startMs + Math.ceil(behindMs / stepMs) * stepMs;
  const warning =
    knownMs === fromMs
      ? undefined
      : `There are more events than the ${(PAGE * MOST_PAGES).toLocaleString("en")} that are looked through: what was before ${new Date(startMs).toISOString()} is not known. Say more closely which events.`;
  const own = labelsOf(Object.entries(labels));
  let [first, last] = [0, 0];
  for (let partMs = startMs; partMs <= grid.endMs; partMs += STEPS * stepMs) {
    const steps = Math.min(STEPS, Math.floor((grid.endMs - partMs) / stepMs) + 1);
    const times = Float64Array.from({ length: steps }, (_, i) => partMs + i * stepMs);
    const values = times.map((timeMs) => {
      while (last < timesMs.length && timesMs[last]! <= timeMs) last++;
      while (first < last && timesMs[first]! <= timeMs - windowMs) first++;
      return last - first;
    });
    const series = [{ labels: own, values, present: new Uint8Array(steps).fill(1) }];
    yield { part: { timesMs: times, series }, progress: 1, ...(partMs === startMs ? { warning } : {}) };
  }
}

const NOTHING: PlayedPart = { timesMs: new Float64Array(0), series: [] };
