import { describe, expect, it } from "vitest";
import { darkRamps, darkSafeRamps, lightRamps, lightSafeRamps, type RampName, type Ramps } from "./ramps.ts";

type Triple = [number, number, number];
type Sight = keyof typeof sights;

/** How colours look without one kind of cone: Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB. */
const sights = {
  full: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

function product(m: readonly number[], [x, y, z]: Triple): Triple {
  return [0, 3, 6].map((i) => Math.max(0, m[i]! * x + m[i + 1]! * y + m[i + 2]! * z)) as Triple;
}

/** CIE L*a*b*, D65. */
function labOf(hex: string, sight: Sight): Triple {
  const linear = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Triple;
  const toXyz = [0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505];
  const xyz = product(toXyz, product(sights[sight], linear));
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const [x, y, z] = [f(xyz[0] / 0.95047), f(xyz[1]), f(xyz[2] / 1.08883)];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const difference = (a: Triple, b: Triple) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
const names: RampName[] = ["blue", "teal", "violet", "warm"];

/** The least difference between the middle bands of two ramps. */
function apart(ramps: Ramps, a: RampName, b: RampName, sight: Sight): number {
  const of = (band: number) =>
    difference(labOf(ramps[a].positive[band]!, sight), labOf(ramps[b].positive[band]!, sight));
  return Math.min(of(1), of(2));
}

const sets: [string, Ramps, 1 | -1][] = [
  ["dark", darkRamps, 1],
  ["dark, safe", darkSafeRamps, 1],
  ["light", lightRamps, -1],
  ["light, safe", lightSafeRamps, -1],
];

describe.each(sets)("the %s ramps", (_name, ramps, direction) => {
  it.each(names)("step evenly away from the page, so that more is always plainer: %s", (name) => {
    for (const sight of Object.keys(sights) as Sight[]) {
      const lightness = ramps[name].positive.map((hex) => labOf(hex, sight)[0]);
      const steps = lightness.slice(1).map((l, i) => (l - lightness[i]!) * direction);
      expect(Math.min(...steps)).toBeGreaterThan(8);
      expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(3.2);
    }
  });

  it("show a negative value in other colours than a positive one", () => {
    for (const name of names) {
      expect(ramps[name].negative).toHaveLength(4);
      for (const colour of ramps[name].negative) expect(ramps[name].positive).not.toContain(colour);
    }
  });

  it("are four that differ", () => {
    for (const a of names) {
      for (const b of names) if (a < b) expect(apart(ramps, a, b, "full")).toBeGreaterThan(20);
    }
  });
});

describe.each([sets[1]!, sets[3]!])("the %s ramps, seen without one kind of cone,", (_name, ramps) => {
  const blind: Sight[] = ["protanopia", "deuteranopia", "tritanopia"];

  it("still differ, each from each", () => {
    for (const sight of blind) {
      for (const a of names) {
        for (const b of names) if (a < b) expect(apart(ramps, a, b, sight)).toBeGreaterThan(9.5);
      }
    }
  });

  it("tell badness from the rest where red and green are one", () => {
    for (const sight of ["protanopia", "deuteranopia"] as const) {
      for (const other of names) {
        if (other !== "warm") expect(apart(ramps, "warm", other, sight)).toBeGreaterThan(25);
      }
    }
  });
});
