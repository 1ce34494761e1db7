import { variableSchema } from "@mission-control/contracts";
import { expect, test } from "vitest";
import { checkVariables, fieldsOfVariable } from "./variable-form.ts";

const host = variableSchema.parse({
  name: "host",
  title: "Host",
  source: { kind: "label", label: "instance", match: 'up{job=~"$job"}' },
  chosen: ["a", "b"],
});
const job = variableSchema.parse({
  name: "job",
  source: { kind: "list", values: ["api", "web"] },
  multi: false,
  all: false,
});
const fields = (by = {}) => ({ ...fieldsOfVariable(undefined, 0), name: "host", label: "instance", ...by });

test("a form left as it was means the same variables", () => {
  expect(checkVariables([host, job].map(fieldsOfVariable))).toEqual({ ok: true, variables: [host, job] });
});

test.each([
  [{ name: " " }, "name"],
  [{ name: "1st" }, "name"],
  [{ name: "__step" }, "name"],
  [{ label: "" }, "label"],
  [{ kind: "list", values: "\n \n" }, "values"],
  [{ match: "x".repeat(20_000) }, "match"],
  [{ chosen: "x".repeat(300) }, "chosen"],
  [{ title: "x".repeat(300) }, "title"],
])("%j is told at its field", (by, field) => {
  const checked = checkVariables([fields(by)]);
  expect(checked.ok).toBe(false);
  if (!checked.ok) expect(Object.keys(checked.faults[0]!)).toEqual([field]);
});

test("two of a name are told at the second", () => {
  const checked = checkVariables([fields(), fields({ key: 1 })]);
  expect(checked).toEqual({ ok: false, faults: [{}, { name: "Another variable is called so" }] });
});
