import { describe, expect, it } from "vitest";
import { createWatchLists } from "./watch-lists.ts";

const lane = (key: string, expr: string) => ({ key, expr, stepMs: 5_000 });

describe("lists of what is watched", () => {
  it("are one for all who watch the same, whatever they call it", () => {
    const lists = createWatchLists();
    const list = lists.of([lane("a", "up"), lane("b", "down"), lane("c", "up")]);
    expect(list.keys).toHaveLength(2);
    expect(lists.of([lane("x", "up"), lane("y", "down")])).toBe(list);
    expect(lists.of([lane("x", "up")])).not.toBe(list);
    expect(lists.size).toBe(2);
  });

  it("are forgotten once nobody has them", () => {
    const lists = createWatchLists();
    const kept = lists.of([lane("a", "up")]);
    lists.of([lane("a", "down")]);
    lists.keep([kept, kept]);
    expect(lists.size).toBe(1);
    expect(lists.of([lane("b", "up")])).toBe(kept);
  });
});
