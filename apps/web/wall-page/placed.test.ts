import { viewSchema } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { viewAsShown } from "../views/view-as-shown.ts";
import { placeLanes } from "./placed.ts";

const view = viewSchema.parse({
  slug: "shop",
  name: "Shop",
  sections: [{ id: "web", title: "Web", lanes: [{ id: "a", title: "A", expr: "a" }] }],
});
const asIs = { expr: (text: string) => text, words: (text: string) => text };
const place = (of: typeof view, added: readonly string[]) => placeLanes(of, added, asIs);

describe("the lanes of a wall", () => {
  it("that the address adds stand in front, each once", () => {
    const sections = place(view, ["up", "b", "up"]);
    expect(sections.map(({ id, lanes }) => [id, lanes.map(({ lane, added }) => [lane.expr, added])])).toEqual(
      [
        [
          "added",
          [
            ["up", true],
            ["b", true],
          ],
        ],
        ["web", [["a", false]]],
      ],
    );
  });

  it("that the address adds to a view with lanes that were added before stand below those", () => {
    const saved = viewAsShown(view, ["up"]);
    const reversed = { ...saved, sections: saved.sections.toReversed() };
    const sections = place(reversed, ["b"]);
    expect(sections.map(({ id }) => id)).toEqual(["added", "web"]);
    expect(sections[0]?.lanes.map(({ lane, added }) => [lane.expr, added])).toEqual([
      ["up", false],
      ["b", true],
    ]);
    const ids = place(saved, ["up", "b"]).flatMap(({ lanes }) => lanes.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("keep their names whatever else is added or removed", () => {
    const idOf = (added: readonly string[], expr: string) =>
      place(view, added)[0]?.lanes.find(({ lane }) => lane.expr === expr)?.id;
    expect(idOf(["up", "b"], "b")).toMatch(/^added-[a-z0-9]{1,7}$/);
    expect(idOf(["b"], "b")).toBe(idOf(["up", "b"], "b"));
    expect(idOf(["up", "b"], "up")).not.toBe(idOf(["up", "b"], "b"));
  });
});
