import { viewSchema } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { viewAsShown } from "./view-as-shown.ts";

const view = viewSchema.parse({
  slug: "shop",
  name: "Shop",
  sections: [{ id: "web", title: "Web", lanes: [{ id: "a", title: "A", expr: "a" }] }],
});

describe("a view as it is shown", () => {
  it("is itself where nothing was added", () => {
    expect(viewAsShown(view, [])).toBe(view);
  });

  it("has what was added in front, each once, also when more is added to it later", () => {
    const once = viewAsShown(view, ["up", "rate(hits_total[5m])"]);
    expect(once.sections.map(({ id, lanes }) => [id, lanes.map((lane) => [lane.id, lane.expr])])).toEqual([
      [
        "added",
        [
          ["lane-1", "up"],
          ["lane-2", "rate(hits_total[5m])"],
        ],
      ],
      ["web", [["a", "a"]]],
    ]);
    const twice = viewAsShown({ ...once, sections: [...once.sections].reverse() }, ["up", "b"]);
    expect(twice.sections[0]?.lanes.map(({ id, expr }) => [id, expr])).toEqual([
      ["lane-1", "up"],
      ["lane-2", "rate(hits_total[5m])"],
      ["lane-3", "b"],
    ]);
    expect(viewSchema.parse(twice)).toEqual(twice);
  });
});
