import { describe, expect, it } from "vitest";
import { narrowed, ordered, type PaletteItem, recentOf } from "./palette-groups.ts";

const item = (title: string, words = ""): PaletteItem => ({ id: title, title, words, run: () => {} });
const titles = (groups: readonly { title: string }[]) => groups.map(({ title }) => title);

describe("the groups of the palette", () => {
  const views = [item("Shop", "A small shop."), item("Hosts")];
  const actions = [item("Pause or resume live", "stop"), item("Dark theme")];
  const groupsFor = (typed: string) => [
    narrowed({ title: "Views", items: views }, typed, 5),
    narrowed({ title: "Actions", items: actions }, typed, 5),
  ];

  it("stand as they are before anything is typed, without those that are empty", () => {
    expect(titles(ordered([...groupsFor(""), { title: "Deploys", items: [] }], ""))).toEqual([
      "Views",
      "Actions",
    ]);
  });

  it("begin with what fits best, and are found by their further words", () => {
    expect(titles(ordered(groupsFor("s"), "s"))).toEqual(["Views", "Actions"]);
    expect(titles(ordered(groupsFor("stop"), "stop"))).toEqual(["Actions"]);
    expect(titles(ordered(groupsFor("pause"), "pause"))).toEqual(["Actions"]);
  });

  it("are found by some of their letters where that is asked", () => {
    const loose = narrowed({ title: "Actions", items: actions }, "drkthm", 5, "loose");
    expect(loose.items.map(({ title }) => title)).toEqual(["Dark theme"]);
  });

  it("offer again what was used, as far as it is still there", () => {
    const used = recentOf(groupsFor(""), ["Dark theme", "gone", "Shop"]);
    expect(used.items.map(({ title }) => title)).toEqual(["Dark theme", "Shop"]);
  });
});
