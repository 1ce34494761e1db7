import { describe, expect, it } from "vitest";
import { readWallSearch } from "../data/url-state.ts";
import { matchesFilter, wordsOf } from "./lane-filter.ts";

describe("the filter of a wall", () => {
  it("wants every word somewhere in the name, in any order and case", () => {
    const words = wordsOf(" Errors  api ");
    expect(matchesFilter("api errors 5xx", words)).toBe(true);
    expect(matchesFilter("API-1 errors", words)).toBe(true);
    expect(matchesFilter("web errors", words)).toBe(false);
  });

  it("leaves everything where nothing is typed", () => {
    expect(matchesFilter("anything", wordsOf("   "))).toBe(true);
  });

  it("stands in the address, unless it is longer than any name", () => {
    expect(readWallSearch({ filter: "api" })).toEqual({ filter: "api" });
    expect(readWallSearch({ filter: "" })).toEqual({});
    expect(readWallSearch({ filter: "x".repeat(201) })).toEqual({});
    expect(readWallSearch({ filter: ["a", "b"] })).toEqual({ filter: "a" });
  });
});
