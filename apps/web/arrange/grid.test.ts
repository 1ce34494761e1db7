import { panelGrid } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type GridPlace, grow, nudge, overlap, shownPlaces } from "./grid.ts";

const place = fc.record({
  x: fc.nat(panelGrid.columns - 1),
  y: fc.nat(40),
  w: fc.integer({ min: 1, max: panelGrid.columns }),
  h: fc.integer({ min: 1, max: 12 }),
});
const panelsOf = (places: readonly GridPlace[]) => places.map((each, i) => ({ id: `p${i}`, place: each }));
const placed = (shown: ReadonlyMap<string, GridPlace>) =>
  [...shown].map(([id, each]) => ({ id, place: each }));
const byName = (shown: ReadonlyMap<string, GridPlace>) =>
  [...shown].toSorted(([a], [b]) => a.localeCompare(b));

describe("the places of panels", () => {
  it("are drawn within the grid, over no other, with none left out", () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), (places) => {
        const shown = [...shownPlaces(panelsOf(places)).values()];
        expect(shown).toHaveLength(places.length);
        for (const [i, each] of shown.entries()) {
          expect(each.x).toBeGreaterThanOrEqual(0);
          expect(each.x + each.w).toBeLessThanOrEqual(panelGrid.columns);
          expect(shown.slice(i + 1).some((other) => overlap(each, other))).toBe(false);
        }
      }),
    );
  });

  it("stay where they are drawn when they are kept so, and when what is done changes nothing", () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 12 }), (places) => {
        const panels = panelsOf(places);
        const shown = byName(shownPlaces(panels));
        expect(byName(shownPlaces(placed(shownPlaces(panels))))).toEqual(shown);
        expect(byName(grow(panels, "p0", { dw: 0, dh: 0 }))).toEqual(shown);
      }),
    );
  });

  it("have no gap above, so a key that moves one moves it alone", () => {
    const panels = panelsOf([
      { x: 0, y: 0, w: 12, h: 4 },
      { x: 0, y: 9, w: 6, h: 4 },
    ]);
    expect(shownPlaces(panels).get("p1")).toEqual({ x: 0, y: 4, w: 6, h: 4 });
    const moved = nudge(panels, "p1", { dx: 1, dy: 0 });
    expect(moved.get("p1")).toEqual({ x: 1, y: 4, w: 6, h: 4 });
    expect(moved.get("p0")).toEqual(shownPlaces(panels).get("p0"));
  });
});
