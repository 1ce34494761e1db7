import { fillTemplate, valueWords } from "@mission-control/alerts";
import { unitSchema } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fillTemplate as partsOf } from "../apps/web/rules/fill-template.ts";

const word = fc.constantFrom(
  "name",
  "value",
  "severity",
  "owner",
  "service",
  "http.route",
  "toString",
  "a b",
  "",
);
const prefix = fc.constantFrom("", "$", "$labels.", ".Labels.", "$value.");
const space = fc.constantFrom("", " ");
const braced = fc
  .tuple(space, prefix, word, space)
  .map(([before, labels, name, after]) => `{{${before}${labels}${name}${after}}}`);
const template = fc
  .array(fc.oneof(braced, fc.constantFrom("{{", "}}", "{", " of "), fc.string({ maxLength: 5 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(""));
const labels = fc.dictionary(
  fc.constantFrom("name", "value", "service", "http.route", "toString"),
  fc.string({ maxLength: 8 }),
);
const values = fc.record({
  name: fc.string({ maxLength: 8 }),
  value: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  unit: fc.constantFrom(...unitSchema.options),
  severity: fc.constantFrom("info", "warning", "error", "critical"),
  owner: fc.string({ maxLength: 8 }),
  labels,
});

describe("the example beside a rule's words", () => {
  it("reads as the server would write it, whatever is in the template", () => {
    fc.assert(
      fc.property(template, values, (text, { value, unit, ...own }) => {
        const shown = partsOf(text, { ...own, value: valueWords(value, unit) }).map((part) => part.text);
        expect(shown.join("")).toBe(fillTemplate(text, { ...own, value, unit }));
      }),
    );
  });
});
