import {
  type Event,
  type EventQuery,
  eventCursor,
  eventSchema,
  newestFirst,
  parseEventCursor,
} from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { findShown } from "./shown-events.ts";

const event = (timeMs: number, title: string): Event =>
  eventSchema.parse({
    id: `e${timeMs}`,
    timeMs,
    type: "error",
    subType: "",
    title,
    severity: "info",
    service: "",
    host: "",
    tags: [],
    attributes: {},
    fingerprint: title,
  });
const wants = ({ title }: Event): boolean => title === "shown";

/** Finds among these as the store does, and says how often it was asked. */
function among(events: readonly Event[]) {
  const sorted = [...events].sort(newestFirst);
  let asked = 0;
  const find = async ({ before, limit }: EventQuery) => {
    asked++;
    const place = before === undefined ? undefined : parseEventCursor(before);
    const left = sorted.filter((each) => place === undefined || newestFirst(place, each) < 0);
    const page = left.slice(0, limit);
    return { events: page, next: left.length > page.length ? eventCursor(page.at(-1)!) : null };
  };
  return { find, asked: () => asked };
}

describe("the events that a view shows", () => {
  it("are found behind thousands that it does not show", async () => {
    const hidden = Array.from({ length: 2_500 }, (_, i) => event(10_000 + i, "hidden"));
    const { find } = among([...hidden, event(1, "shown")]);
    const { events, next } = await findShown(find, wants, { limit: 10 });
    expect(events.map(({ timeMs }) => timeMs)).toEqual([1]);
    expect(next).toBeNull();
  });

  it("go on where the last of them was, each once", async () => {
    const all = Array.from({ length: 30 }, (_, i) => event(i, i % 3 === 0 ? "shown" : "hidden"));
    const { find } = among(all);
    const seen: number[] = [];
    let before: string | undefined;
    for (let pages = 0; pages < 4; pages++) {
      const page = await findShown(find, wants, { limit: 4, ...(before === undefined ? {} : { before }) });
      seen.push(...page.events.map(({ timeMs }) => timeMs));
      expect(page.next).toBe(seen.length === 10 ? null : eventCursor(page.events.at(-1)!));
      if (page.next === null) break;
      before = page.next;
    }
    expect(seen).toEqual([27, 24, 21, 18, 15, 12, 9, 6, 3, 0]);
  });

  it("tell nothing of those it does not show, and are not looked for without end", async () => {
    const { find, asked } = among(Array.from({ length: 20_000 }, (_, i) => event(i, "hidden")));
    expect(await findShown(find, wants, { limit: 1 })).toEqual({ events: [], next: null });
    expect(asked()).toBe(5);
  });
});
