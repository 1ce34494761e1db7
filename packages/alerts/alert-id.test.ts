import { labelsOf } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alertIdOf } from "./alert-id.ts";

const labels = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.string({ minLength: 1, maxLength: 6 }), {
  maxKeys: 4,
});

describe("the id of an alert", () => {
  it("is the same after a restart, whatever the order of the labels", () => {
    const id = "8355c52f37b32b5d3606453c8efff503";
    const pairs: [string, string][] = [
      ["service", "api"],
      ["instance", "a-1"],
    ];
    expect(alertIdOf("slow-api", labelsOf(pairs))).toBe(id);
    expect(alertIdOf("slow-api", labelsOf(pairs.reverse()))).toBe(id);
  });

  it("is another for another rule or other labels", () => {
    const alert = fc.tuple(fc.string({ maxLength: 6 }), labels);
    fc.assert(
      fc.property(alert, alert, ([rule, some], [other, more]) => {
        const [a, b] = [labelsOf(Object.entries(some)), labelsOf(Object.entries(more))];
        const same = rule === other && JSON.stringify([...a]) === JSON.stringify([...b]);
        expect(alertIdOf(rule, a) === alertIdOf(other, b)).toBe(same);
        expect(alertIdOf(rule, a)).toMatch(/^[0-9a-f]{32}$/);
      }),
    );
  });
});
