import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLanePartReader, encodeLanePart, type LanePart } from "./lane-answers.ts";

const parts = fc.array(
  fc.record({
    index: fc.nat(1_000),
    form: fc.constantFrom("columns", "failure"),
    content: fc.uint8Array({ maxLength: 40 }),
  }),
  { maxLength: 6 },
);

describe("answers to many lanes", () => {
  it("come back as they were, in whatever pieces the body comes", () => {
    fc.assert(
      fc.property(parts, fc.array(fc.integer({ min: 1, max: 30 })), (sent, cuts) => {
        const body = Buffer.concat(
          sent.map(({ index, form, content }) => encodeLanePart(index, form, Uint8Array.from(content))),
        );
        const reader = createLanePartReader();
        const got: LanePart[] = [];
        let at = 0;
        for (const size of [...cuts, body.length]) {
          const read = reader.read(body.subarray(at, at + size));
          if ("code" in read) throw new Error(read.message);
          got.push(...read);
          at += size;
        }
        expect(reader.isBetween()).toBe(true);
        expect(
          got.map(({ index, form, bytes }) => ({ index, form, content: new Uint8Array(bytes) })),
        ).toEqual(sent.map((part) => ({ ...part, content: Uint8Array.from(part.content) })));
      }),
    );
  });

  it("that end within a part are seen to be cut off", () => {
    const part = encodeLanePart(0, "columns", Uint8Array.of(1, 2, 3));
    for (let length = 1; length < part.length; length++) {
      const reader = createLanePartReader();
      expect(reader.read(part.subarray(0, length))).toEqual([]);
      expect(reader.isBetween()).toBe(false);
    }
  });

  it("are refused where something else comes", () => {
    const page = new TextEncoder().encode("<!doctype html><html><body>a proxy's own page</body></html>");
    expect(createLanePartReader().read(page)).toMatchObject({ code: "bad_lanes" });
  });
});
