import type { MuteTime } from "@mission-control/contracts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** What is muted for longer than a week is muted for good. */
const MOST_MS = 8 * DAY_MINUTES * MINUTE_MS;

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

/** Where a time is in a week of a zone. */
interface Wall {
  readonly weekday: number;
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * When the mute time that holds at `nowMs` is over: undefined where none holds, null where it never ends. It is told by the
 * clocks of its zone, so that a night is as long as it is there when clocks are changed.
 */
export function muteEnd(mute: MuteTime, nowMs: number): number | null | undefined {
  if (!isMuted(mute, wallOf(mute.zone, nowMs))) return undefined;
  let atMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  while (atMs < nowMs + MOST_MS) {
    const wall = wallOf(mute.zone, atMs);
    const nextMs = atMs + minutesToEdge(mute, wall) * MINUTE_MS;
    if (!isMuted(mute, wallOf(mute.zone, nextMs))) return firstUnmuted(mute, atMs, nextMs);
    atMs = nextMs;
  }
  return null;
}

/** In the minutes after `mutedMs` clocks may be set forward past the end; `unmutedMs` is behind it. */
function firstUnmuted(mute: MuteTime, mutedMs: number, unmutedMs: number): number {
  let [low, high] = [mutedMs / MINUTE_MS, unmutedMs / MINUTE_MS];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isMuted(mute, wallOf(mute.zone, middle * MINUTE_MS))) low = middle;
    else high = middle;
  }
  return high * MINUTE_MS;
}

function isMuted({ weekdays, fromMinute, toMinute }: MuteTime, { weekday, minute }: Wall): boolean {
  const has = (day: number) => weekdays.includes(WEEKDAYS[(day + 7) % 7]!);
  if (fromMinute < toMinute) return has(weekday) && fromMinute <= minute && minute < toMinute;
  return (has(weekday) && minute >= fromMinute) || (has(weekday - 1) && minute < toMinute);
}

/** Minutes to where a mute time may begin or end next: its own minutes, or midnight. */
function minutesToEdge({ fromMinute, toMinute }: MuteTime, { minute }: Wall): number {
  const edges = [fromMinute, toMinute, DAY_MINUTES].map((edge) => edge - minute).filter((left) => left > 0);
  return Math.min(...edges);
}

function wallOf(zone: string, timeMs: number): Wall {
  let format = formats.get(zone);
  if (format === undefined) {
    const parts = { weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, ...parts });
    formats.set(zone, format);
  }
  const part = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, value]));
  return {
    weekday: WEEKDAYS.indexOf((part.get("weekday") ?? "").toLowerCase() as (typeof WEEKDAYS)[number]),
    minute: Number(part.get("hour")) * 60 + Number(part.get("minute")),
  };
}
