import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWallSearch } from "../data/url-state.ts";
import { keptInTurn, turnAfter, viewsInTurn } from "./turns.ts";

describe("the views that take turns", () => {
  it("are those that the address names, or the one that is shown", () => {
    expect(viewsInTurn("a,,b", "b")).toEqual(["a", "b"]);
    expect(viewsInTurn("", "b")).toEqual(["b"]);
  });

  it("are all shown in as many turns, from wherever it began", () => {
    const slugs = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        slugs,
        fc.stringMatching(/^[a-z]{1,4}$/),
        fc.constantFrom(1 as const, -1 as const),
        (views, begun, by) => {
          const shown = new Set<string>();
          let slug = begun;
          for (const _ of views) {
            slug = turnAfter(views, slug, by)!;
            shown.add(slug);
          }
          expect(shown).toEqual(new Set(views));
        },
      ),
    );
  });

  it("begin with the first where the one that is shown is none of them", () => {
    expect(turnAfter(["a", "b", "c"], "x", 1)).toBe("a");
    expect(turnAfter(["a", "b", "c"], "x", -1)).toBe("c");
  });

  it("keep what was chosen, the zone and the size, and leave what is of one view", () => {
    const kept = {
      range: "1h",
      tz: "Europe/Oslo",
      kiosk: "a,b",
      every: 5,
      zoom: 1.5,
      "var-service": ["api"],
    };
    const search = readWallSearch({ ...kept, fold: "s", lane: "up", filter: "x", at: "5" });
    expect(search).toMatchObject({ fold: ["s"], lane: ["up"] });
    expect(keptInTurn(search)).toEqual(kept);
  });
});
