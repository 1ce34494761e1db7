import { describe, expect, it } from "vitest";
import { NEW, readFunctionsSearch } from "./functions-search.ts";

describe("the address of the functions' page", () => {
  it("names a function, an expression and a range", () => {
    const search = { name: "smooth", expr: "up", range: "24h" };
    expect(readFunctionsSearch(search)).toEqual(search);
  });

  it("leaves out what makes no sense", () => {
    for (const raw of [
      { range: "2h" },
      { name: ["a", "b"] },
      { expr: "x".repeat(10_001) },
      { name: "x".repeat(201) },
    ])
      expect(readFunctionsSearch(raw)).toEqual({});
  });

  it("has a place for a new function that no function can have", () => {
    expect(NEW).toMatch(/-/);
  });
});
