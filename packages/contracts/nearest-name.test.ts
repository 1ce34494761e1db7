import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearestName } from "./nearest-name.ts";

const known = ["slow-deploy", "canary", "certificate", "dns-change"];

describe("the nearest name", () => {
  it("is a known one when it is known, whatever the case", () => {
    for (const name of known) expect(nearestName(name.toUpperCase(), known)).toBe(name);
  });

  it("is found with letters too many, too few or wrong", () => {
    expect(
      ["slowdeploy", "cannary", "certifcate", "dns-charge"].map((name) => nearestName(name, known)),
    ).toEqual(known);
  });

  it("is none where nothing is near, or nothing known", () => {
    expect(nearestName("entirely-different", known)).toBeUndefined();
    expect(nearestName("canary", [])).toBeUndefined();
  });

  it("is always one of the known", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.array(fc.string({ maxLength: 12 })), (given, names) => {
        const nearest = nearestName(given, names);
        expect(nearest === undefined || names.includes(nearest)).toBe(true);
        if (names.includes(given)) expect(nearest?.toLowerCase()).toBe(given.toLowerCase());
      }),
    );
  });
});
