import { describe, expect, it } from "vitest";
import { knownPanelSchema, panelSchema } from "./panel.ts";

const place = { x: 0, y: 0, w: 12, h: 8 };
const line = { id: "a", kind: "line", place, queries: [{ expr: "up" }] };

describe("a panel", () => {
  it("has what it does not say filled in", () => {
    expect(panelSchema.parse(line)).toEqual({
      ...line,
      title: "",
      description: "",
      unit: "none",
      fill: false,
      log: false,
    });
  });

  it("of a kind that is not known is kept as it came", () => {
    const odd = { id: "a", title: "", description: "", kind: "hologram", place, depth: { deep: [1, 2] } };
    expect(panelSchema.parse(odd)).toEqual(odd);
    expect(panelSchema.safeParse({ ...odd, depth: "x".repeat(20_000) }).success).toBe(false);
  });

  it("of a kind that is known has to be as that is", () => {
    for (const wrong of [
      { queries: [] },
      { queries: undefined },
      { place: { ...place, w: 25 } },
      { unit: "furlongs" },
    ])
      expect(panelSchema.safeParse({ ...line, ...wrong }).success).toBe(false);
    expect(panelSchema.safeParse({ id: "g", kind: "goal", place, queries: line.queries }).success).toBe(
      false,
    );
    expect(knownPanelSchema.safeParse({ ...line, kind: "hologram" }).success).toBe(false);
  });
});
