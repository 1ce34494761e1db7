import { expect, test } from "vitest";
import { labelOf, matcherOf, passesAll } from "./alert-matchers.ts";
import { alertOf, ruleOf } from "./world.ts";

const rule = ruleOf("hot", {}, { severity: "critical", owner: "team-web" });
const alert = alertOf(rule, { host: "a", severity: "page", rule: "another", constructor: "x" });
const passes = (label: string, op: "=" | "!=" | "=~" | "!~", value: string) =>
  passesAll([{ label, op, value }], alert);

test("an alert's labels are its own, and its rule, owner, severity and name where it has none of them", () => {
  expect(
    ["host", "rule", "severity", "owner", "alertname", "constructor", "toString", "x"].map((name) =>
      labelOf(alert, name),
    ),
  ).toEqual(["a", "hot", "page", "team-web", "Rule hot", "x", "", ""]);
});

test("an expression is anchored, and a label that is not there is empty", () => {
  expect([passes("host", "=~", "a|b"), passes("host", "=~", "")]).toEqual([true, false]);
  expect([passes("owner", "=~", "team"), passes("owner", "=~", "team-.*")]).toEqual([false, true]);
  expect([passes("dc", "=", ""), passes("dc", "!=", "1"), passes("dc", "!~", ".+")]).toEqual([
    true,
    true,
    true,
  ]);
  // Asked again it says the same.
  expect([passes("host", "=~", "a|b"), passes("host", "!~", "a|b")]).toEqual([true, false]);
});

test("all matchers have to be passed, and one that cannot be used is passed by none", () => {
  const a = { label: "host", op: "=", value: "a" } as const;
  const no = { label: "host", op: "=", value: "b" } as const;
  const broken = { label: "x", op: "!~", value: "(" } as const;
  expect([passesAll([a], alert), passesAll([a, no], alert), passesAll([a, broken], alert)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(() => matcherOf(broken)).toThrow();
});

test("an expression that makes other engines hang takes time by the length of what it is asked", () => {
  const long = alertOf(rule, { host: `${"a".repeat(20_000)}b` });
  expect(passesAll([{ label: "host", op: "=~", value: "(a+)+$" }], long)).toBe(false);
});
