import { deployType, type Event } from "@mission-control/contracts";

/** Equal events with no longer a pause between them are one row. */
const PAUSE_MS = 5 * 60_000;

/** Equal events as one row: `event` is the newest of them. */
export interface EventRowData {
  /** The same for as long as the row is there. */
  readonly key: string;
  readonly event: Event;
  readonly count: number;
  readonly firstMs: number;
  /** The machines it happened on. */
  readonly places: readonly string[];
}

/** What changes something on one machine: another machine's is another, though it reads the same but for a number. */
const oneByOne: ReadonlySet<string> = new Set(["health", "alert", "probe", "certificate"]);

/** Equal for events that may share a row. Each mark of a deploy has its own. */
function alikeKey(event: Event): string {
  const { id, type, service, host, title, fingerprint } = event;
  if (type === deployType || fingerprint === "") return id;
  return oneByOne.has(type) ? JSON.stringify([type, service, host, title]) : fingerprint;
}

/** The machine that an event is of, "" where it does not say. */
function placeOf({ host, tags, attributes }: Event): string {
  if (host !== "") return host;
  const tag = tags.find((each) => each.startsWith("instance:"))?.slice("instance:".length);
  return tag ?? (typeof attributes.instance === "string" ? attributes.instance : "");
}

/** The rows that events become, newest first, at most `keep`; an event is counted once, however often it comes. */
export function createEventRows(options: { keep: number; remember?: number }) {
  const { keep, remember = 10_000 } = options;
  const seen = new Set<string>();
  const rowsOf = new Map<string, EventRowData[]>();
  let rows: readonly EventRowData[] = [];

  function isNew({ id }: Event): boolean {
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  }

  function add(event: Event): void {
    const alike = alikeKey(event);
    const place = placeOf(event);
    const key = event.id;
    const one = { key, event, count: 1, firstMs: event.timeMs, places: place === "" ? [] : [place] };
    const all = rowsOf.get(alike) ?? [];
    const near = all.filter((row) => isNear(row, event.timeMs));
    rowsOf.set(alike, [...all.filter((row) => !near.includes(row)), near.reduce(joined, one)]);
  }

  function settle(): void {
    rows = [...rowsOf.values()].flat().sort(newestFirst).slice(0, keep);
    const kept = new Set(rows);
    for (const [alike, all] of rowsOf) {
      const left = all.filter((row) => kept.has(row));
      if (left.length === 0) rowsOf.delete(alike);
      else rowsOf.set(alike, left);
    }
    for (const id of seen) {
      if (seen.size <= remember) break;
      seen.delete(id);
    }
  }

  return {
    rows: (): readonly EventRowData[] => rows,
    /** Takes events in any order. True where that changed the rows. */
    take(events: readonly Event[]): boolean {
      const fresh = events.filter(isNew);
      for (const event of fresh) add(event);
      if (fresh.length > 0) settle();
      return fresh.length > 0;
    },
  };
}

function isNear(row: EventRowData, timeMs: number): boolean {
  return timeMs >= row.firstMs - PAUSE_MS && timeMs <= row.event.timeMs + PAUSE_MS;
}

/** Two rows of equal events as one, under the key of the one that was there before. */
function joined(added: EventRowData, row: EventRowData): EventRowData {
  const isNewer = newestFirst(added, row) < 0;
  const places = added.places.filter((place) => !row.places.includes(place));
  return {
    key: row.key,
    event: isNewer ? added.event : row.event,
    count: added.count + row.count,
    firstMs: Math.min(added.firstMs, row.firstMs),
    places: places.length === 0 ? row.places : [...row.places, ...places],
  };
}

/** By time, then by id. */
function newestFirst(a: EventRowData, b: EventRowData): number {
  if (a.event.timeMs !== b.event.timeMs) return b.event.timeMs - a.event.timeMs;
  return a.event.id < b.event.id ? 1 : -1;
}
