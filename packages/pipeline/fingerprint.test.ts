import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprintOf, foldText } from "./fingerprint.ts";

describe("folding a text", () => {
  test.each([
    ["took 12 ms", "took 3456 ms"],
    ["worker-7 died", "worker-12 died"],
    ["user 550e8400-e29b-41d4-a716-446655440000 gone", "user 6ba7b810-9dad-11d1-80b4-00c04fd430c8 gone"],
    ["commit 9fceb02d0ae598e95dc970b74767f19372d61af8", "commit 1fb3c0de1a2b3c4d5e6f708192a3b4c5d6e7f809"],
    ["segfault at 0x7fff5fbff8c0", "segfault at 0x00"],
    ["connect 10.0.0.1:5432", "connect 192.168.178.20:80"],
    ["connect fe80::1ff:fe23:4567:890a now", "connect ::1 now"],
    ['no column "id"', 'no column "a name with spaces"'],
    ["can't open '/tmp/a'", "can't open '/tmp/b c'"],
    ["table `users`", "table `orders`"],
    ["1,234.5 of  7", "1 of 8"],
  ])("makes %j and %j alike", (a, b) => {
    expect(foldText(a)).toBe(foldText(b));
  });

  test.each([
    ["disk full", "disk empty"],
    ["can't open file", "can't close file"],
    ["std::string failed", "std::vector failed"],
    ["the cafe facade", "the cafe decade"],
  ])("keeps %j and %j apart", (a, b) => {
    expect(foldText(a)).not.toBe(foldText(b));
  });

  test("folds whatever numbers, ids and quotations are put into a sentence", () => {
    const varying = fc.oneof(
      fc.nat().map(String),
      fc.uuid(),
      fc.ipV4(),
      fc.string().map((text) => `"${text.replaceAll('"', "")}"`),
    );
    fc.assert(
      fc.property(varying, varying, (a, b) => {
        const kinds = /<[a-z]+>/g;
        const say = (value: string) => foldText(`job ${value} failed`).replace(kinds, "<>");
        expect(say(a)).toBe(say(b));
      }),
    );
  });

  test("costs little, whatever the text", () => {
    for (const piece of ["'", '"a', "'a ", "a:", "0x", "1.", "::", "deadbeef", "a-"]) {
      expect(foldText(piece.repeat(100_000)).length).toBeLessThan(10_000);
    }
  });
});

describe("a fingerprint", () => {
  test("is 16 hexadecimal digits, and the same on every machine", () => {
    expect(fingerprintOf(["exception", "", "api", "disk full"])).toBe("103d514718ea27e2");
    fc.assert(
      fc.property(fc.array(fc.string()), (parts) => {
        expect(fingerprintOf(parts)).toMatch(/^[0-9a-f]{16}$/);
      }),
    );
  });

  test("differs where the parts do, and where their borders do", () => {
    const parts = fc.array(fc.string({ maxLength: 5 }), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(fingerprintOf(a) === fingerprintOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 1_000 },
    );
    expect(fingerprintOf(["ab", "c"])).not.toBe(fingerprintOf(["a", "bc"]));
    expect(fingerprintOf(["a", ""])).not.toBe(fingerprintOf(["", "a"]));
  });

  test("does not collide among a hundred thousand alike texts", () => {
    const seen = new Set<string>();
    for (let i = 0; i < 100_000; i++) seen.add(fingerprintOf(["exception", "", "api", `fault ${i}`]));
    expect(seen.size).toBe(100_000);
  });
});
