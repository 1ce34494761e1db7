import { shownViewSchema, viewSchema } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { searchOf, shownOf } from "./shown-search.ts";

const view = viewSchema.parse({
  slug: "load",
  name: "Load",
  sections: [],
  variables: [
    { name: "host", source: { kind: "list", values: ["a", "b"] } },
    { name: "one", source: { kind: "list", values: ["x", "y"] }, multi: false, all: false },
  ],
});

describe("what is shared of a wall", () => {
  it("is what is seen: range, folds, filter, added lanes and what is chosen, as the server takes it", () => {
    const search = {
      range: "1h",
      fold: ["s"],
      lane: ["up"],
      filter: "web",
      kiosk: "",
      every: 5,
      zoom: 2,
      "var-host": ["b"],
    } as const;
    const shown = shownOf(view, { ...search, fold: ["s"], lane: ["up"], "var-host": ["b"] }, true);
    expect(shownViewSchema.parse(shown)).toEqual(shown);
    expect(shown).toMatchObject({ slug: "load", lanes: ["up"], rangeMs: 3_600_000 });
    expect(shown.variables).toEqual({ host: ["b"], one: ["x"] });
    expect(shown.pauseMs).toBeUndefined();
    expect(shown.search).not.toMatch(/kiosk|every|zoom/);
    expect(searchOf(shown)).toEqual({ range: "1h", fold: ["s"], lane: ["up"], filter: "web" });
  });

  it("stands still where that is wanted, and moves on where it is not", () => {
    const paused = { range: "1h", pause: 1_790_000_000_000, at: 1_789_999_999_000 };
    const still = shownOf(view, paused, true);
    expect(still.pauseMs).toBe(paused.pause);
    expect(searchOf(still)).toEqual(paused);
    const moving = shownOf(view, paused, false);
    expect(moving.pauseMs).toBeUndefined();
    expect(searchOf(moving)).toEqual({ range: "1h" });
    const fixed = shownOf(view, { from: 1_000_000, to: 1_600_000 }, true);
    expect(fixed).toMatchObject({ rangeMs: 600_000, pauseMs: 1_600_000 });
    expect(searchOf(fixed)).toEqual({ from: 1_000_000, to: 1_600_000 });
  });
});
