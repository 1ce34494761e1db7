import { type View, viewChanges, viewSchema } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyEdit,
  beginDraft,
  type Draft,
  type Edit,
  isChanged,
  MOST_STEPS,
  rebased,
  redo,
  savedDraft,
  shownOf,
  tooMuch,
  undo,
} from "./draft.ts";
import { addLanes, changeLane, duplicateLane, moveLanes, removeLanes, stepLane } from "./edit-lanes.ts";
import {
  addPanels,
  changePanel,
  duplicatePanel,
  movePanel,
  placePanels,
  removePanel,
} from "./edit-panels.ts";
import { addSection, moveSection, removeSection, renameSection } from "./edit-sections.ts";
import { addTile, changeTile, moveTiles, removeTile, stepTile } from "./edit-tiles.ts";
import { grow, nudge, overlap } from "./grid.ts";

const lane = (id: string) => ({ id, title: id, expr: id });
const panel = (id: string, place: object) => ({
  id,
  title: id,
  kind: "line",
  place,
  queries: [{ expr: id }],
});

const shop: View = viewSchema.parse({
  slug: "shop",
  name: "Shop",
  tiles: [lane("traffic"), lane("errors")],
  sections: [
    { id: "web", title: "web", lanes: [lane("a"), lane("b"), lane("c")] },
    {
      id: "db",
      title: "db",
      lanes: [lane("a"), lane("d")],
      panels: [
        panel("panel-1", { x: 0, y: 0, w: 12, h: 6 }),
        panel("panel-2", { x: 12, y: 0, w: 12, h: 6 }),
        panel("panel-3", { x: 0, y: 6, w: 24, h: 4 }),
      ],
    },
    { id: "empty", title: "empty", lanes: [] },
  ],
});
const sections = ["web", "db", "empty", "section-4", "none"];
const lanes = ["a", "b", "c", "d", "lane-1", "lane-3", "lane-4", "none"];
const panels = ["panel-1", "panel-2", "panel-3", "panel-4", "none"];
const tiles = ["traffic", "errors", "tile-3", "none"];

const { id: _, ...newLane } = viewSchema.parse({ ...shop }).sections[0]!.lanes[0]!;
const newPanel = shop.sections[1]!.panels[0]!;
const { id: __, ...newTile } = shop.tiles[0]!;

const inSection = fc.constantFrom(...sections);
const lanePlace = fc.record({ section: inSection, id: fc.constantFrom(...lanes) });
const panelPlace = fc.record({ section: inSection, id: fc.constantFrom(...panels) });
const tile = fc.constantFrom(...tiles);
const step = fc.constantFrom(-1 as const, 1 as const);
const orEnd = (ids: readonly string[]) => fc.option(fc.constantFrom(...ids), { nil: undefined });

/** Moves of all kinds: nothing is added or taken away by them. */
const moves: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(inSection, step).map(([id, by]) => moveSection(id, by)),
  fc.tuple(fc.array(lanePlace, { maxLength: 3 }), inSection, orEnd(lanes)).map((args) => moveLanes(...args)),
  fc.tuple(lanePlace, step).map(([place, by]) => stepLane(place, by)),
  fc.tuple(panelPlace, inSection).map(([place, to]) => movePanel(place, to)),
  fc.tuple(fc.array(tile, { maxLength: 2 }), orEnd(tiles)).map((args) => moveTiles(...args)),
  fc.tuple(tile, step).map(([id, by]) => stepTile(id, by)),
  fc
    .tuple(panelPlace, fc.integer({ min: -3, max: 3 }), fc.integer({ min: -2, max: 2 }), fc.boolean())
    .map(([{ section, id }, right, down, isSize]) => (view: View) => {
      const own = view.sections.find((each) => each.id === section)?.panels ?? [];
      const places = isSize
        ? grow(own, id, { dw: right, dh: down })
        : nudge(own, id, right !== 0 ? { dx: right, dy: 0 } : { dx: 0, dy: Math.sign(down) });
      return placePanels(section, places)(view);
    }),
);
const edits: fc.Arbitrary<Edit> = fc.oneof(
  moves,
  fc.string({ maxLength: 10 }).map(addSection),
  fc.tuple(inSection, fc.string({ maxLength: 10 })).map(([id, title]) => renameSection(id, title)),
  inSection.map(removeSection),
  fc.tuple(inSection, fc.integer({ min: 0, max: 3 })).map(([id, n]) => addLanes(id, Array(n).fill(newLane))),
  lanePlace.map((place) => changeLane(place, { ...newLane, title: "other" })),
  lanePlace.map(duplicateLane),
  fc.array(lanePlace, { maxLength: 3 }).map(removeLanes),
  fc.constant(addTile(newTile)),
  tile.map((id) => changeTile(id, { ...newTile, title: "other" })),
  tile.map(removeTile),
  inSection.map((id) => addPanels(id, [newPanel])),
  panelPlace.map((place) => changePanel(place, { ...newPanel, title: "other" })),
  panelPlace.map(duplicatePanel),
  panelPlace.map(removePanel),
);

const after = (list: readonly Edit[]): Draft => list.reduce(applyEdit, beginDraft(shop));
const times = (count: number, draft: Draft, step: (draft: Draft) => Draft): Draft =>
  Array.from({ length: count }).reduce<Draft>(step, draft);
const inOrder = (list: readonly string[]): string[] => [...list].sort();

describe("a draft", () => {
  it("is the view again once everything is undone, and what it was once everything is done again", () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 20 }), (list) => {
        const draft = after(list);
        const undone = times(draft.past.length, draft, undo);
        expect(undone.view).toEqual(shop);
        expect(isChanged(undone)).toBe(false);
        expect(times(draft.past.length, undone, redo).view).toEqual(draft.view);
      }),
    );
  });

  it("is at every time a view that can be kept, whose parts have names of their own and panels stand apart", () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 20 }), (list) => {
        const { view } = after(list);
        expect(viewSchema.parse(view)).toEqual(view);
        expect(tooMuch(view)).toBeUndefined();
        for (const parts of [
          view.tiles,
          view.sections,
          ...view.sections.flatMap((each) => [each.lanes, each.panels]),
        ]) {
          expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
        }
        for (const { panels } of view.sections) {
          for (const [i, { place }] of panels.entries()) {
            expect(place.x + place.w).toBeLessThanOrEqual(24);
            for (const other of panels.slice(i + 1)) expect(overlap(place, other.place)).toBe(false);
          }
        }
      }),
    );
  });

  it("loses nothing by moving, however often", () => {
    const titles = ({ tiles, sections }: View) => ({
      tiles: inOrder(tiles.map(({ title }) => title)),
      sections: inOrder(sections.map(({ id }) => id)),
      lanes: inOrder(sections.flatMap(({ lanes }) => lanes.map(({ expr }) => expr))),
      panels: inOrder(sections.flatMap(({ panels }) => panels.map(({ title }) => String(title)))),
    });
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 20 }), (list) => {
        expect(titles(after(list).view)).toEqual(titles(shop));
      }),
    );
  });

  it("begins no step for what changes nothing, and what was undone is gone once something else is done", () => {
    const draft = applyEdit(beginDraft(shop), removeTile("traffic"));
    expect(applyEdit(draft, removeTile("traffic"))).toBe(draft);
    expect(undo(beginDraft(shop)).view).toEqual(shop);
    expect(applyEdit(undo(draft), removeTile("errors")).future).toEqual([]);
  });

  it("remembers a bounded number of steps", () => {
    const names = Array.from({ length: MOST_STEPS + 5 }, (_, i) => renameSection("web", `web ${i}`));
    expect(after(names).past).toHaveLength(MOST_STEPS);
  });

  it("waits for nothing once it was saved, and can still be undone", () => {
    const draft = after([removeTile("traffic")]);
    const saved = savedDraft(draft, { ...draft.view, owner: "web", version: 2 });
    expect(isChanged(saved)).toBe(false);
    expect(isChanged(undo(saved))).toBe(true);
    expect(undo(saved).view).toEqual({ ...shop, owner: "web" });
    expect(shownOf(undo(saved)).version).toBe(2);
  });

  it("goes on with its steps where its view comes anew from the server, and from no other one", () => {
    const draft = after([removeTile("traffic")]);
    const saved = savedDraft(draft, { ...draft.view, version: 2 });
    const again = { ...structuredClone(draft.view), version: 2 };
    expect(rebased(saved, again)).toEqual({ ...saved, base: again });
    expect(rebased(saved, { ...again, version: 3 })).toBeUndefined();
    expect(rebased(saved, { ...again, tiles: [] })).toBeUndefined();
  });

  it("says in words what is more than a view can be", () => {
    const full = after(Array<Edit>(51).fill(addSection("more")));
    expect(tooMuch(full.view)).toContain("at most 50 sections");
    expect(tooMuch(after([addLanes("web", Array(600).fill(newLane))]).view)).toContain("at most 500 lanes");
    const [section] = full.view.sections;
    const panels = Array(150).fill({});
    const two = [0, 1].map((i) => ({ ...section!, id: `s${i}`, panels }));
    expect(tooMuch({ ...full.view, sections: two })).toContain("at most 200 panels");
  });
});

describe("moving a lane", () => {
  const ids = (view: View) => view.sections.map(({ lanes }) => lanes.map(({ id }) => id).join(""));

  it("goes before another one, in the order in which they stood, and past the end of a section into the next", () => {
    const both = [
      { section: "web", id: "c" },
      { section: "web", id: "b" },
    ];
    expect(ids(moveLanes(both, "db", "d")(shop))).toEqual(["a", "abcd", ""]);
    expect(ids(moveLanes(both, "web", "a")(shop))).toEqual(["bca", "ad", ""]);
    expect(ids(moveLanes(both, "web", "b")(shop))).toEqual(["abc", "ad", ""]);
    expect(ids(stepLane({ section: "web", id: "a" }, 1)(shop))).toEqual(["bac", "ad", ""]);
    expect(ids(stepLane({ section: "web", id: "c" }, 1)(shop))).toEqual(["ab", "cad", ""]);
    expect(ids(stepLane({ section: "db", id: "d" }, 1)(shop))).toEqual(["abc", "a", "d"]);
    expect(stepLane({ section: "web", id: "a" }, -1)(shop)).toEqual(shop);
  });

  it("is told as a move, and gets another name where the section has one of its own", () => {
    const view = moveLanes([{ section: "web", id: "a" }], "db", undefined)(shop);
    expect(ids(view)).toEqual(["bc", "adlane-3", ""]);
    expect(viewChanges(shop, moveLanes([{ section: "web", id: "b" }], "empty", undefined)(shop))).toEqual([
      "lane “b” moved to “empty”",
    ]);
  });
});

describe("a panel moved by a key", () => {
  const own = shop.sections[1]!.panels;

  it("goes past the one below it, which comes up, and back", () => {
    const down = nudge(own, "panel-1", { dx: 0, dy: 1 });
    expect(down.get("panel-1")!.y).toBeGreaterThan(0);
    const moved = own.map((each) => ({ ...each, place: down.get(each.id)! }));
    expect(nudge(moved, "panel-1", { dx: 0, dy: -1 }).get("panel-1")!.y).toBe(0);
  });

  it("changes nothing where it cannot go further", () => {
    for (const by of [
      { dx: -1, dy: 0 },
      { dx: 0, dy: -1 },
    ]) {
      expect(nudge(own, "panel-1", by).get("panel-1")).toEqual({ x: 0, y: 0, w: 12, h: 6 });
    }
    expect(nudge(own, "panel-3", { dx: 0, dy: 1 }).get("panel-3")!.y).toBe(6);
  });
});
