import { describe, expect, it } from "vitest";
import { createReplacer } from "./replacer.ts";

describe("a replacer", () => {
  it("fills numbered and named groups into its template", () => {
    const replace = createReplacer("(.*)-(?P<kind>.*)", "$2/$1/$kind/$$");
    expect(replace("a-b")).toBe("b/a/b/$");
  });

  it("matches the whole text or nothing", () => {
    expect(createReplacer("b", "x")("abc")).toBeUndefined();
    expect(createReplacer(".*", "x")("a\nb")).toBe("x");
  });

  it("gives nothing for a group that is not there", () => {
    expect(createReplacer("(a)|(b)", "<$2$3$nope>")("a")).toBe("<>");
  });
});
