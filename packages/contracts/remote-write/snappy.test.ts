import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packSnappy, unpackSnappy } from "./snappy.ts";

const MOST = 1_000_000;
const bytesArb = fc.oneof(
  fc.uint8Array({ maxLength: 500 }),
  // What repeats is packed into copies.
  fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.nat(5_000)).map(([piece, count]) => {
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i++) bytes[i] = piece[i % piece.length]!;
    return bytes;
  }),
);

describe("snappy's block format", () => {
  it("gives back what was packed, wherever it lies in memory", () => {
    fc.assert(
      fc.property(bytesArb, (bytes) => {
        expect(unpackSnappy(packSnappy(bytes), MOST)).toEqual(bytes);
        const shifted = Buffer.concat([Buffer.from("xyz"), packSnappy(bytes)]).subarray(3);
        expect(unpackSnappy(shifted, MOST)).toEqual(bytes);
      }),
    );
  });

  it.each([
    ["a long literal", [65, 60 << 2, 64, ...new Array(65).fill(7)], 65],
    ["a literal whose length takes two bytes", [0xac, 2, 61 << 2, 0x2b, 1, ...new Array(300).fill(7)], 300],
    ["a short copy", [8, 3 << 2, 1, 2, 3, 4, 1, 4], 8],
    ["a copy that reaches into itself", [9, 0, 7, (7 << 2) | 2, 1, 0], 9],
    ["a copy from far away", [8, 3 << 2, 1, 2, 3, 4, (3 << 2) | 3, 4, 0, 0, 0], 8],
  ])("may hold %s", (_what, packed, length) => {
    expect(unpackSnappy(Uint8Array.from(packed), MOST)).toHaveLength(length);
  });

  it.each([
    ["nothing", [], "length"],
    ["a length without end", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff], "length"],
    ["more than it says", [1, 1 << 2, 7, 7], "more than it says"],
    ["less than it says", [9, 0, 7], "less than it says"],
    ["a literal beyond its end", [4, 3 << 2, 7], "longer than the body"],
    ["half an element", [4, 60 << 2], "within an element"],
    ["a copy of nothing", [4, 1, 0], "before the beginning"],
    ["a copy from before the beginning", [5, 0, 7, 1, 2], "before the beginning"],
    // Its length is -4 to who counts in 32 bits: the way back to the same element, for ever.
    [
      "a literal that leads back",
      [8, 63 << 2, 0xfa, 0xff, 0xff, 0xff, ...new Array(8).fill(0)],
      "longer than the body",
    ],
    [
      "a copy whose distance turns round",
      [8, 0, 7, (6 << 2) | 3, 0xff, 0xff, 0xff, 0xff],
      "before the beginning",
    ],
  ])("that holds %s is refused", (_what, packed, words) => {
    expect(unpackSnappy(Uint8Array.from(packed), MOST)).toMatchObject({
      code: "invalid_body",
      message: expect.stringContaining(words),
    });
  });

  it("is refused by the length it says, before any memory is taken", () => {
    const forged = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0);
    expect(unpackSnappy(forged, MOST)).toMatchObject({ code: "too_large" });
    expect(unpackSnappy(packSnappy(new Uint8Array(MOST)), MOST)).toHaveLength(MOST);
    expect(unpackSnappy(packSnappy(new Uint8Array(MOST + 1)), MOST)).toMatchObject({ code: "too_large" });
  });

  it("never throws and never ends in another length, whatever it is given", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(100), (rest, length) => {
        const result = unpackSnappy(Uint8Array.of(length, ...rest), MOST);
        if (!("code" in result)) expect(result).toHaveLength(length);
      }),
      { numRuns: 20_000 },
    );
  });
});
