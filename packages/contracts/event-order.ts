import type { Event } from "./event.ts";

/** Where an event stands among all others: by time, then by id. */
export type EventPlace = Pick<Event, "timeMs" | "id">;

/** Orders events newest first: by time, then by id in the order of code points, as databases order UTF-8. */
export function newestFirst(a: EventPlace, b: EventPlace): number {
  return b.timeMs - a.timeMs || compareCodePoints(b.id, a.id);
}

/** The cursor that continues a listing after this event: `<timeMs>:<id>`, the same in every event store. */
export function eventCursor(event: EventPlace): string {
  return `${event.timeMs}:${event.id}`;
}

/** The place that a cursor names, or undefined where it is none of ours. */
export function parseEventCursor(cursor: string): EventPlace | undefined {
  const [, time, id] = /^(-?\d{1,16}):(.*)$/s.exec(cursor) ?? [];
  return time === undefined || id === undefined ? undefined : { timeMs: Number(time), id };
}

/** JavaScript compares UTF-16 units, by which code points beyond U+FFFF would come before U+E000. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
