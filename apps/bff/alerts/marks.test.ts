import { type Alert, alertMarksSchema, type Rule, ruleSchema } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { marksOf } from "./marks.ts";

const ruleOf = (slug: string, when: unknown, more: Partial<Rule> = {}): Rule =>
  ruleSchema.parse({ slug, name: slug, when, ...more });

const alertOf = (rule: string, id: string, state: Alert["state"]): Alert => ({
  id,
  rule,
  ruleName: rule,
  labels: { service: "api" },
  state,
  sinceMs: 1,
  firingMs: 1,
  value: 2,
  unit: "none",
  severity: "error",
  title: id,
  description: "",
  owner: "",
  runbook: "",
  link: "",
  error: null,
  acknowledged: null,
  quiet: [],
});

describe("what a wall shows of rules", () => {
  const ratio = ruleOf("ratio", { kind: "threshold", expr: "sum(rate(a[1m])) / sum(rate(b[1m]))", level: 1 });

  it("is the metrics that a rule reads, each once, and its alerts that are not normal", () => {
    const marks = marksOf(
      [ratio],
      [
        alertOf("ratio", "x", "firing"),
        alertOf("ratio", "y", "pending"),
        alertOf("other", "z", "recovering"),
      ],
      9,
    );
    expect(marks).toMatchObject({ atMs: 9, firing: 2, rules: [{ slug: "ratio", metrics: ["a", "b"] }] });
    expect(marks.rules[0]?.alerts.map(({ id }) => id)).toEqual(["x", "y"]);
    expect(alertMarksSchema.parse(marks)).toEqual(marks);
  });

  it("is of very many alerts the gravest", () => {
    const pending = Array.from({ length: 300 }, (_, i) => alertOf("ratio", `p${i}`, "pending"));
    const [marked] = marksOf([ratio], [...pending, alertOf("ratio", "x", "firing")], 0).rules;
    expect(marked?.alerts).toHaveLength(200);
    expect(marked?.alerts[0]?.id).toBe("x");
  });

  it("finds the metrics of a query that functions follow", () => {
    const rule = ruleOf("piped", { kind: "threshold", expr: "a |> smooth(5m)", level: 1 });
    expect(marksOf([rule], [], 0).rules[0]?.metrics).toEqual(["a"]);
  });

  it("leaves out rules that are off, read no metric or cannot be read", () => {
    const off = { ...ratio, enabled: false };
    const events = ruleOf("events", { kind: "events", events: { types: ["error"] }, moreThan: 1 });
    const broken = ruleOf("broken", { kind: "promql", expr: "sum(" });
    expect(marksOf([off, events, broken], [], 0).rules).toEqual([]);
  });
});
