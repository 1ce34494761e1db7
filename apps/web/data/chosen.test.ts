import { type Variable, variableSchema } from "@mission-control/contracts";
import { expect, test } from "vitest";
import { chosenOf } from "./chosen.ts";
import { readWallSearch } from "./url-state.ts";

const variable = (given: Partial<Variable>): Variable =>
  variableSchema.parse({ name: "host", source: { kind: "list", values: ["a", "b"] }, ...given });
const chosen = (given: Partial<Variable>, search: Record<string, unknown> = {}) =>
  chosenOf([variable(given)], readWallSearch(search)).get("host");

test("what the address says goes before what the view has", () => {
  expect(chosen({ chosen: ["b"] })).toEqual(["b"]);
  expect(chosen({ chosen: ["b"] }, { "var-host": "a" })).toEqual(["a"]);
  expect(chosen({ chosen: ["b"] }, { "var-host": ["a", "b", "a"] })).toEqual(["a", "b"]);
  expect(chosen({ chosen: ["b"] }, { "var-host": "" })).toEqual([]);
});

test("of a variable that takes one value the first counts", () => {
  expect(chosen({ multi: false }, { "var-host": ["b", "a"] })).toEqual(["b"]);
});

test("one that has to be chosen is the first of its list, and of a label nothing yet", () => {
  expect(chosen({ all: false })).toEqual(["a"]);
  expect(chosen({ all: false, source: { kind: "label", label: "host" } })).toEqual(["\uffff"]);
  expect(chosen({ source: { kind: "label", label: "host" } })).toEqual([]);
});

test("an address is read within bounds", () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`var-v${i}`, "x"]));
  expect(Object.keys(readWallSearch(many))).toHaveLength(10);
  expect(readWallSearch({ "var-a": "x".repeat(2_000), "var-1": "x", "var-": "x", vara: "x" })).toEqual({});
  const values = readWallSearch({ "var-a": Array.from({ length: 900 }, (_, i) => String(i)) });
  expect(values["var-a"]).toHaveLength(500);
});
