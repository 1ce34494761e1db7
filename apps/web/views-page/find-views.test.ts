import type { ViewSummary } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findViews, tagsOf } from "./find-views.ts";
import { readViewsSearch } from "./views-search.ts";

const viewOf = (slug: string, more: Partial<ViewSummary> = {}): ViewSummary => ({
  slug,
  name: slug,
  description: "",
  owner: "",
  tags: [],
  builtIn: false,
  ...more,
});
const views = [
  viewOf("shop-10", { description: "Checkout of the shop", tags: ["eu", "web"], savedMs: 5 }),
  viewOf("shop-2", { owner: "Ada", tags: ["web"], savedMs: 9 }),
  viewOf("base", { name: "Databases", tags: ["eu"] }),
];
const none = { stars: [], opened: [] };
const slugs = (...asked: Parameters<typeof findViews>) => findViews(...asked).map(({ slug }) => slug);

describe("views that are looked for", () => {
  it("have every word somewhere in name, description, owner or tags, and every tag", () => {
    expect(slugs(views, {}, none)).toEqual(["base", "shop-2", "shop-10"]);
    expect(slugs(views, { q: "WEB ada" }, none)).toEqual(["shop-2"]);
    expect(slugs(views, { q: "checkout" }, none)).toEqual(["shop-10"]);
    expect(slugs(views, { q: "nothing" }, none)).toEqual([]);
    expect(slugs(views, { tag: ["eu"] }, none)).toEqual(["base", "shop-10"]);
    expect(slugs(views, { tag: ["eu", "web"], q: "shop" }, none)).toEqual(["shop-10"]);
  });

  it("stand in the order that is chosen, those with a star before it all", () => {
    const own = { stars: ["shop-10"], opened: ["base", "gone"] };
    expect(slugs(views, {}, own)).toEqual(["shop-10", "base", "shop-2"]);
    expect(slugs(views, { sort: "saved" }, none)).toEqual(["shop-2", "shop-10", "base"]);
    expect(slugs(views, { sort: "opened" }, own)).toEqual(["shop-10", "base", "shop-2"]);
  });

  it("are all there, each once, whatever is starred and however sorted", () => {
    const slug = fc.constantFrom("shop-10", "shop-2", "base", "gone");
    const lists = fc.record({ stars: fc.array(slug), opened: fc.array(slug) });
    fc.assert(
      fc.property(lists, fc.constantFrom("name", "saved", "opened"), (own, sort) => {
        expect(slugs(views, { sort: sort as "name" }, own).sort()).toEqual(["base", "shop-10", "shop-2"]);
      }),
    );
  });

  it("have tags, each counted by its views", () => {
    expect(tagsOf(views)).toEqual([
      ["eu", 2],
      ["web", 2],
    ]);
  });
});

describe("the address of the page of views", () => {
  it("says what is looked for; what makes no sense is left out", () => {
    expect(readViewsSearch({ q: "a b", tag: ["x", "x", ""], sort: "saved" })).toEqual({
      q: "a b",
      tag: ["x"],
      sort: "saved",
    });
    expect(readViewsSearch({ tag: "x", sort: "name" })).toEqual({ tag: ["x"] });
    expect(readViewsSearch({ q: 7, tag: [7], sort: "size" })).toEqual({});
  });
});
