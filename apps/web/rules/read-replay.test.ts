import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLines } from "./read-replay.ts";

async function* inParts(bytes: Uint8Array, sizes: readonly number[]) {
  let from = 0;
  for (const size of sizes) {
    yield bytes.subarray(from, from + size);
    from += size;
  }
  yield bytes.subarray(from);
}

describe("lines that come in parts", () => {
  it("are whole wherever they are cut, within a letter too", async () => {
    const texts = fc.array(
      fc.string({ unit: "grapheme", minLength: 1 }).map((text) => JSON.stringify({ text })),
    );
    await fc.assert(
      fc.asyncProperty(texts, fc.array(fc.nat(9)), fc.boolean(), async (lines, sizes, isEnded) => {
        const bytes = new TextEncoder().encode(lines.join("\n") + (isEnded ? "\n" : ""));
        const read: string[] = [];
        await readLines(inParts(bytes, sizes), (line) => void read.push(line));
        expect(read).toEqual(lines);
      }),
    );
  });
});
