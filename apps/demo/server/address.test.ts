import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAddress } from "./address.ts";

describe("an address", () => {
  it("gives back what was encoded into it", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(
        text,
        fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name }),
        (path, pairs) => {
          const query = pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
          const address = parseAddress(`/${encodeURIComponent(path)}?${query}`);
          expect(address?.path).toBe(`/${path}`);
          for (const [name, value] of pairs) {
            if (name !== "" || value !== "") expect(address?.query.get(name)).toBe(value);
          }
        },
      ),
    );
  });

  it("is none where its percent signs are no UTF-8, and is read whatever else it is", () => {
    expect(parseAddress("/search?q=%E0%A4%A")).toBeUndefined();
    expect(parseAddress("/%zz")).toBeUndefined();
    expect(parseAddress("/a?b+c=d+e&f&=&__proto__=x")?.query).toEqual(
      new Map([
        ["b c", "d e"],
        ["f", ""],
        ["", ""],
        ["__proto__", "x"],
      ]),
    );
  });
});
