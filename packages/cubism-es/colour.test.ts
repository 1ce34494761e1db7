import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mix, over, pixelOf, spread } from "./colour.ts";

const pixel = fc.nat(0xffffffff);

describe("a colour", () => {
  it("lies in memory as red, green, blue, alpha", () => {
    const bytes = new Uint8Array(Uint32Array.of(pixelOf("#11223344")).buffer);
    expect([...bytes]).toEqual([0x11, 0x22, 0x33, 0x44]);
  });

  it("may be written short, and is opaque unless it says otherwise", () => {
    expect(pixelOf("#abc")).toBe(pixelOf("#aabbccff"));
    expect(pixelOf("#abc8")).toBe(pixelOf("#aabbcc88"));
    expect(pixelOf("transparent")).toBe(0);
  });

  it("may be any that CSS knows", () => {
    expect(pixelOf("red")).toBe(pixelOf("#f00"));
    expect(pixelOf("rgba(17, 34, 51, 0.5)")).toBe(pixelOf("#11223380"));
    expect(pixelOf("rgb(300, -1, 0)")).toBe(pixelOf("#ff0000"));
  });

  it.each(["", "rad", "#12", "#12345", "#gggggg", "#1234567890", "rgb(1,2)"])("is not %j", (text) => {
    expect(() => pixelOf(text)).toThrow(RangeError);
  });

  it("mixed stays between the two, and is one of them at either end", () => {
    fc.assert(
      fc.property(pixel, pixel, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, part) => {
        expect(mix(a, b, 0)).toBe(a);
        expect(mix(a, b, 1)).toBe(b);
        const [from, to] = [(a | 0xff000000) >>> 0, (b | 0xff000000) >>> 0];
        const mixed = mix(from, to, part);
        for (const shift of [0, 8, 16]) {
          const [x, y, z] = [from, mixed, to].map((p) => (p >>> shift) & 255);
          expect(y).toBeGreaterThanOrEqual(Math.min(x!, z!));
          expect(y).toBeLessThanOrEqual(Math.max(x!, z!));
        }
        expect(mixed >>> 24).toBe(255);
      }),
    );
  });

  it("mixed with nothing keeps its hue and only fades", () => {
    expect(mix(0, pixelOf("#2f8cc4"), 0.5)).toBe(pixelOf("#2f8cc480"));
  });

  it("laid over an opaque one leaves it opaque, over nothing is itself", () => {
    expect(over(pixelOf("#000"), pixelOf("#ffffff80"))).toBe(pixelOf("#808080"));
    expect(over(0, pixelOf("#ffffff10"))).toBe(pixelOf("#ffffff10"));
  });

  it("spread over as many bands as the ramp has gives the ramp itself", () => {
    const ramp = ["#12304a", "#1d5680", "#2f8cc4", "#8fd3ff"];
    expect(spread(ramp, 4)).toEqual(ramp.map(pixelOf));
    const eight = spread(ramp, 8);
    expect(eight).toHaveLength(8);
    expect([eight[0], eight[7]]).toEqual([pixelOf(ramp[0]!), pixelOf(ramp[3]!)]);
    expect(new Set(eight).size).toBe(8);
    expect(spread(ramp, 1)).toEqual([pixelOf("#2f8cc4")]);
    expect(spread([], 2)).toEqual([0, 0]);
  });
});
