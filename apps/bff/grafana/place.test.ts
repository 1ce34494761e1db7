import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layOut } from "./place.ts";
import { dashboardSchema } from "./shape.ts";

const laid = (dashboard: object) =>
  layOut(dashboardSchema.parse({ title: "x", ...dashboard })).map(({ title, panels }) => ({
    title,
    places: panels.map(({ panel, place: { x, y, w, h } }) => [panel.title, x, y, w, h]),
  }));
const at = (title: string, x: number, y: number, w: number, h: number, type = "timeseries") => ({
  type,
  title,
  gridPos: { x, y, w, h },
});

describe("panels on Grafana's grid", () => {
  it("keep their columns, and their edges where they touched", () => {
    const panels = [at("a", 0, 0, 12, 8), at("b", 12, 0, 12, 4), at("c", 12, 4, 12, 4), at("d", 0, 8, 24, 8)];
    expect(laid({ panels })[0]!.places).toEqual([
      ["a", 0, 0, 12, 10],
      ["b", 12, 0, 12, 5],
      ["c", 12, 5, 12, 5],
      ["d", 0, 10, 24, 9],
    ]);
  });

  it("are high enough to be read: what stands beside a low one grows with it", () => {
    const panels = [
      at("a", 0, 0, 3, 4, "gauge"),
      at("b", 3, 0, 2, 2, "stat"),
      at("c", 3, 2, 2, 2, "stat"),
      at("d", 0, 4, 24, 8),
    ];
    expect(laid({ panels })[0]!.places).toEqual([
      ["a", 0, 0, 3, 8],
      ["b", 3, 0, 2, 4],
      ["c", 3, 4, 2, 4],
      ["d", 0, 8, 24, 10],
    ]);
  });

  it("stand in the section of the row above them, or that holds them", () => {
    const closed = { ...at("Closed", 0, 9, 24, 1, "row"), collapsed: true, panels: [at("c", 0, 10, 6, 8)] };
    const panels = [closed, at("b", 0, 5, 6, 4), at("Open", 0, 4, 24, 1, "row"), at("a", 0, 0, 6, 4)];
    expect(laid({ panels })).toEqual([
      { title: "Overview", places: [["a", 0, 0, 6, 5]] },
      { title: "Open", places: [["b", 0, 0, 6, 5]] },
      { title: "Closed", places: [["c", 0, 0, 6, 10]] },
    ]);
  });

  it("never cover each other where they did not, and stay on ours", () => {
    const panel = fc.record({
      type: fc.constantFrom("stat", "timeseries", "text"),
      column: fc.integer({ min: 0, max: 3 }),
      h: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(panel, { minLength: 1, maxLength: 20 }), (given) => {
        const below = [0, 0, 0, 0];
        const panels = given.map(({ type, column, h }) => {
          const y = below[column]!;
          below[column] = y + h;
          return { type, gridPos: { x: column * 6, y, w: 6, h } };
        });
        const cells = new Set<string>();
        for (const { place } of layOut(dashboardSchema.parse({ title: "x", panels }))[0]!.panels) {
          expect(place.h).toBeGreaterThanOrEqual(1);
          for (let y = place.y; y < place.y + place.h; y++) {
            expect(cells.has(`${place.x} ${y}`)).toBe(false);
            cells.add(`${place.x} ${y}`);
          }
        }
      }),
    );
  });
});

describe("panels in rows", () => {
  const of = (title: string, span: number) => ({ type: "graph", title, span });

  it("fill twelfths from left to right, in sections where a row shows its title", () => {
    const rows = [
      { title: "One", showTitle: true, height: "320px", panels: [of("a", 8), of("b", 4), of("c", 6)] },
      { title: "", collapse: true, height: 128, panels: [of("d", 12)] },
    ];
    expect(laid({ rows })).toEqual([
      {
        title: "One",
        places: [
          ["a", 0, 0, 16, 10],
          ["b", 16, 0, 8, 10],
          ["c", 0, 10, 12, 10],
        ],
      },
      { title: "Row 2", places: [["d", 0, 0, 24, 4]] },
    ]);
  });

  it("are one section where no row shows its title", () => {
    const rows = [{ title: "New row", height: 160, panels: [of("a", 12)] }, { panels: [of("b", 12)] }];
    expect(laid({ rows })).toEqual([
      {
        title: "Overview",
        places: [
          ["a", 0, 0, 24, 5],
          ["b", 0, 5, 24, 8],
        ],
      },
    ]);
  });
});
