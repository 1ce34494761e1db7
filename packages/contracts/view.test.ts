import { describe, expect, test } from "vitest";
import { limits } from "./limits.ts";
import { viewSchema } from "./view.ts";

const lane = { id: "cpu", title: "Processor", expr: "up" };
const view = {
  slug: "this-machine",
  name: "This machine",
  sections: [{ id: "s", title: "S", lanes: [lane] }],
};

describe("a view", () => {
  test("fills in what a lane does not say", () => {
    const { sections, tiles, description } = viewSchema.parse(view);
    expect(sections[0]?.lanes).toEqual([{ ...lane, unit: "none", ramp: "blue", rows: 20, sort: "given" }]);
    expect([tiles, description]).toEqual([[], ""]);
  });

  test("has a slug that is safe in an address", () => {
    for (const slug of ["", "-a", "A", "a/b", "a.b", "..", "a b", "a%2f", "x".repeat(65)]) {
      expect(viewSchema.safeParse({ ...view, slug }).success).toBe(false);
    }
  });

  test("has bounded expressions and rows, and units that we can write", () => {
    const withLane = (more: object) =>
      viewSchema.safeParse({ ...view, sections: [{ id: "s", title: "S", lanes: [{ ...lane, ...more }] }] })
        .success;
    expect(withLane({ rows: 100, unit: "bytes_per_second" })).toBe(true);
    expect(withLane({ expr: "x".repeat(limits.expressionLength + 1) })).toBe(false);
    expect(withLane({ rows: 0 })).toBe(false);
    expect(withLane({ rows: 101 })).toBe(false);
    expect(withLane({ unit: "furlongs" })).toBe(false);
    expect(withLane({ ramp: "pink" })).toBe(false);
  });
});
