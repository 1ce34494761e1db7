import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type View, viewSchema } from "./view.ts";
import { viewChanges } from "./view-changes.ts";

const lane = (id: string, more: object = {}) => ({
  id,
  title: id.toUpperCase(),
  expr: `${id}_total`,
  ...more,
});
const viewOf = (sections: Record<string, object[]>, more: object = {}): View =>
  viewSchema.parse({
    slug: "v",
    name: "V",
    sections: Object.entries(sections).map(([id, parts]) => ({
      id,
      title: id,
      lanes: parts.filter((part) => !("kind" in part)),
      panels: parts.filter((part) => "kind" in part),
    })),
    ...more,
  });

describe("what is different in a view", () => {
  it("is told of each part by its title", () => {
    const before = viewOf({ web: [lane("a"), lane("b")], db: [lane("c")] });
    const after = viewOf({
      web: [lane("a", { expr: "rate(a_total[5m])", max: 5 }), lane("d")],
      db: [lane("c")],
    });
    expect(viewChanges(before, { ...after, name: "W" })).toEqual([
      "name “V” → “W”",
      "lane “A”: expr “a_total” → “rate(a_total[5m])”",
      "lane “A”: max none → 5",
      "lane “D” added to “web”",
      "lane “B” taken away",
    ]);
  });

  it("is told as a move where a lane went to another section, and as an order where only that changed", () => {
    const before = viewOf({ web: [lane("a"), lane("b")], db: [] });
    expect(viewChanges(before, viewOf({ web: [lane("b")], db: [lane("a")] }))).toEqual([
      "lane “A” moved to “db”",
    ]);
    expect(viewChanges(before, viewOf({ web: [lane("b"), lane("a")], db: [] }))).toEqual([
      "lanes of “web” put in another order",
    ]);
  });

  it("is told of panels as of lanes", () => {
    const text = { id: "t", title: "Notes", kind: "text", text: "hi", place: { x: 0, y: 0, w: 6, h: 4 } };
    const before = viewOf({ web: [lane("a"), text], db: [] });
    expect(viewChanges(before, viewOf({ web: [lane("a")], db: [{ ...text, text: "ho" }] }))).toEqual([
      "panel “Notes” moved to “db”",
      "panel “Notes”: text “hi” → “ho”",
    ]);
    expect(viewChanges(viewOf({ web: [] }), viewOf({ web: [text] }))).toEqual([
      "panel “Notes” added to “web”",
    ]);
  });

  it("is told of tiles and sections, too", () => {
    const tile = { id: "t", title: "Users", expr: "users" };
    const before = viewOf({ web: [] }, { tiles: [tile] });
    const after = viewOf({ db: [] }, { tiles: [{ ...tile, warnAt: 3 }] });
    expect(viewChanges(before, after)).toEqual([
      "tile “Users”: warnAt none → 3",
      "section “db” added",
      "section “web” taken away",
    ]);
  });

  it("is nothing for equal views and something for others, in at most fifty lines", () => {
    const ids = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 5 });
    const view = fc
      .record({ web: ids, db: ids, max: fc.nat(2) })
      .map(({ web, db, max }) =>
        viewOf({ web: web.map((id) => lane(id, { max })), db: db.map((id) => lane(id)) }),
      );
    fc.assert(
      fc.property(view, view, (before, after) => {
        const changes = viewChanges(before, after);
        expect(changes.length === 0).toBe(JSON.stringify(before) === JSON.stringify(after));
      }),
    );
    const many = viewOf({ web: Array.from({ length: 200 }, (_, i) => lane(`l${i}`)) });
    const lines = viewChanges(viewOf({ web: [] }), many);
    expect(lines).toHaveLength(50);
    expect(lines[49]).toBe("and 151 changes more");
  });

  it("is told of parts that moved to other ids, each once, the first before the second", () => {
    const asks = (id: string, max: number) => lane(id, { title: "A", expr: "a_total", max });
    const before = viewOf({ web: [asks("a", 1), asks("b", 2)], db: [] });
    expect(viewChanges(before, viewOf({ web: [], db: [asks("c", 1), asks("b", 2), asks("d", 3)] }))).toEqual([
      "lane “A” moved to “db”",
      "lane “A” moved to “db”",
      "lane “A” added to “db”",
    ]);
  });

  it("takes time by how much there is, also where every part has a new id", () => {
    const count = 500;
    let looks = 0;
    const counted = (prefix: string) => {
      const view = viewOf({ web: Array.from({ length: count }, (_, i) => lane(`${prefix}${i}`)) });
      for (const part of view.sections[0]!.lanes) {
        const { id, title } = part;
        const looked = (value: string) => {
          const get = () => {
            looks++;
            return value;
          };
          return { enumerable: true, get };
        };
        Object.defineProperties(part, { id: looked(id), title: looked(title) });
      }
      return view;
    };
    expect(viewChanges(counted("a"), counted("b"))).toHaveLength(50);
    expect(looks).toBeLessThan(2 * count * 50);
  });
});
