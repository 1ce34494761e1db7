import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findBest, findLoosely, looseRankOf, rankOf, wordsOf } from "./rank.ts";

const found = (items: readonly string[], typed: string) => findBest(items, (item) => item, typed, 9);
const loosely = (items: readonly string[], typed: string) => findLoosely(items, (item) => item, typed, 9);

describe("what is typed in the palette", () => {
  it("finds texts that have each word, a start before a middle", () => {
    const items = ["Show the last 6 h", "Dark theme", "Pause or resume live", "Theme as the device has it"];
    expect(found(items, "theme")).toEqual(["Theme as the device has it", "Dark theme"]);
    expect(found(items, "live pause")).toEqual(["Pause or resume live"]);
    expect(found(items, "  ")).toEqual(items);
  });

  it("is forgiven letters that are left out; what stands closer together comes first", () => {
    expect(found(["node_load1"], "ndload")).toEqual([]);
    expect(loosely(["node_load1", "node_disk_read_bytes_total"], "ndload")).toEqual(["node_load1"]);
    expect(loosely(["n_d_l_o_a_d", "node_load1"], "ndload")).toEqual(["node_load1", "n_d_l_o_a_d"]);
    expect(loosely(["node_load1"], "nl")).toEqual([]);
  });

  it("finds every text by any of its own words, and by any of its letters in their order", () => {
    const text = fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8}){0,3}$/);
    fc.assert(
      fc.property(text, fc.nat(), (text, n) => {
        const words = wordsOf(text);
        const word = words[n % words.length]!;
        expect(rankOf(text, [word])).toBeLessThan(Number.POSITIVE_INFINITY);
        const some = [...word].filter((_, i) => (n >> i) % 2 === 0).join("");
        if (some !== "") expect(looseRankOf(text, [some])).toBeLessThan(Number.POSITIVE_INFINITY);
      }),
    );
  });

  it("looks through ten thousand names for letters within a few frames", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `app_requests_${i}_total`);
    expect(findLoosely(many, (name) => name, "aprqst99", 60)).toHaveLength(60);
  });
});
