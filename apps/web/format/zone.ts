/** A time zone that times are shown in: an IANA name; undefined is the browser's own. */
export type Zone = string | undefined;

const KEY = "mission-control.zone";
const QUARTER_MS = 900_000;
const listeners = new Set<() => void>();
let kept: Zone;
let linked: Zone;
let parts: Intl.DateTimeFormat | undefined;
/** Offsets by quarters of an hour: zones change theirs at those only. */
let offsets = new Map<number, number>();

/** A zone's name as the browser knows it; undefined where it knows none of the kind. */
export function readZone(name: unknown): Zone {
  if (typeof name !== "string" || name === "" || name.length > 64) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Takes up the zone that was kept in this browser. */
export function startZone(): void {
  try {
    kept = readZone(localStorage.getItem(KEY));
  } catch {
    kept = undefined;
  }
  become();
}

/** Shows times in another zone from now on, also after a reload; undefined follows the browser. */
export function chooseZone(next: Zone): void {
  kept = next;
  linked = undefined;
  try {
    if (next === undefined) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // It counts until the page is left.
  }
  become();
}

/** The zone that the address names goes before the one that is kept. */
export function linkZone(next: Zone): void {
  if (next === linked) return;
  linked = next;
  become();
}

function become(): void {
  const next = zone();
  parts = next === undefined || next === "UTC" ? undefined : formatOf(next);
  offsets = new Map();
  for (const listener of [...listeners]) listener();
}

/** The zone that times are shown in. */
export const zone = (): Zone => linked ?? kept;

export function onZone(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The name of the zone that times are shown in, also where it is the browser's. */
export const zoneName = (): string => zone() ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** How far the zone's clocks are ahead of UTC at a moment, ms. */
export function offsetMs(ms: number): number {
  const name = zone();
  if (name === "UTC") return 0;
  if (parts === undefined) return -new Date(ms).getTimezoneOffset() * 60_000;
  const quarter = Math.floor(ms / QUARTER_MS);
  const known = offsets.get(quarter);
  if (known !== undefined) return known;
  if (offsets.size > 5_000) offsets.clear();
  const offset = offsetBy(parts, quarter * QUARTER_MS);
  offsets.set(quarter, offset);
  return offset;
}

function offsetBy(format: Intl.DateTimeFormat, ms: number): number {
  const field = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day, hour, minute, second } = field;
  return Date.UTC(year, month - 1, day, hour, minute, second) - ms;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const number = "numeric" as const;
  const time = { hour: number, minute: number, second: number, hourCycle: "h23" as const };
  return new Intl.DateTimeFormat("en-US", { timeZone, year: number, month: number, day: number, ...time });
}

/** A moment as a date whose UTC fields are what the zone's clocks and calendars show. */
export const clockDate = (ms: number): Date => new Date(ms + offsetMs(ms));

/**
 * The moment at which the zone's clocks show this; `shownMs` is written as if it were UTC. Of a time that comes twice the
 * first, and of one that is left out what it would have been.
 */
export function momentOf(shownMs: number): number {
  const before = shownMs - offsetMs(shownMs - 86_400_000);
  const after = shownMs - offsetMs(shownMs + 86_400_000);
  const right = [before, after].filter((ms) => ms + offsetMs(ms) === shownMs);
  return right.length === 0 ? before : Math.min(...right);
}

/** How far a zone's clocks are ahead of UTC, as people write it: "UTC+5:45"; empty where the browser does not know it. */
export function offsetOf(timeZone: string, ms: number): string {
  const zoned = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "shortOffset" });
  const name = zoned.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "";
  return name.replace("GMT", "UTC");
}
