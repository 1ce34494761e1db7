import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frame, readFrames } from "./frame.ts";

const texts = fc.array(
  fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).filter((text) => text.isWellFormed()),
);
const bytesOf = (all: string[]) => Buffer.concat(all.map(frame));

describe("frames", () => {
  it("come back as they were written", () => {
    fc.assert(
      fc.property(texts, (all) => {
        expect(readFrames(bytesOf(all))).toEqual({ texts: all, goodBytes: bytesOf(all).length });
      }),
    );
  });

  it("before a tear are whole, wherever it is", () => {
    fc.assert(
      fc.property(texts, fc.nat(), (all, where) => {
        const whole = bytesOf(all);
        const cut = where % (whole.length + 1);
        const read = readFrames(whole.subarray(0, cut));
        expect(read.texts).toEqual(all.slice(0, read.texts.length));
        expect(read.goodBytes).toBe(bytesOf(read.texts).length);
        expect(cut - read.goodBytes).toBeLessThan(frame(all[read.texts.length] ?? "").length);
      }),
    );
  });

  it("end at a byte that was changed", () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.integer({ min: 1, max: 255 }), (all, where, flip) => {
        fc.pre(all.length > 0);
        const bytes = bytesOf(all);
        const at = where % bytes.length;
        bytes[at]! ^= flip;
        const read = readFrames(bytes);
        expect(read.texts).toEqual(all.slice(0, read.texts.length));
        expect(read.goodBytes).toBeLessThanOrEqual(at);
      }),
    );
  });

  it("are not seen in zeros", () => {
    expect(readFrames(Buffer.concat([frame("a"), Buffer.alloc(64)]))).toEqual({ texts: ["a"], goodBytes: 9 });
  });
});
