import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tagsOfText, textOfTags } from "./tags-text.ts";

describe("tags as text", () => {
  it("have commas between them, each counts once", () => {
    expect(tagsOfText(" shop, eu west ,,shop, ")).toEqual(["shop", "eu west"]);
    expect(tagsOfText("")).toEqual([]);
  });

  it("are the same tags when they are read again", () => {
    const tag = fc
      .string({ minLength: 1 })
      .map((text) => text.replaceAll(",", "").trim())
      .filter(Boolean);
    fc.assert(
      fc.property(fc.uniqueArray(tag), (tags) => {
        expect(tagsOfText(textOfTags(tags))).toEqual(tags);
      }),
    );
  });
});
