import { describe, expect, it } from "vitest";
import { findViews } from "./find-views.ts";

const plain = { owner: "", tags: [] };
const views = [
  { slug: "this-machine", name: "This machine", description: "Where it runs.", ...plain, builtIn: true },
  {
    slug: "mock-production",
    name: "Mock production",
    description: "A small shop.",
    ...plain,
    builtIn: false,
  },
];
const found = (typed: string) => findViews(views, typed).map(({ slug }) => slug);

describe("views in the search", () => {
  it("are all there before anything is typed", () => {
    expect(found("")).toHaveLength(2);
    expect(found("  ")).toHaveLength(2);
  });

  it("are found by words of their name, address or description, in any order and case", () => {
    expect(found("PROD")).toEqual(["mock-production"]);
    expect(found("shop mock")).toEqual(["mock-production"]);
    expect(found("View: this")).toEqual(["this-machine"]);
    expect(found("mock machine")).toEqual([]);
  });
});
