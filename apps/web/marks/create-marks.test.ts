import type { AlertMarks } from "@mission-control/contracts";
import { labelsOf } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createMarks } from "./create-marks.ts";

type Rule = AlertMarks["rules"][number];

const alert = (service: string, state: Rule["alerts"][number]["state"]): Rule["alerts"][number] => ({
  id: `${service} ${state}`,
  labels: { service },
  state,
  severity: "error",
  sinceMs: 0,
});

const rule = (metric: string, alerts: Rule["alerts"] = []): Rule => ({
  slug: metric,
  name: metric,
  metrics: [metric],
  when: { kind: "threshold", expr: metric, unit: "seconds", op: "above", level: 0.3 },
  forMs: 300_000,
  alerts,
});

const marksOf = (...rules: Rule[]) => createMarks({ firing: 0, rules });
const row = (service: string) => labelsOf([["service", service]]);

describe("a lane", () => {
  const lane = { expr: "latency" };

  it("says when the rule on its metric fires, and of lanes on other metrics nothing is said", () => {
    const marks = marksOf(rule("latency"));
    expect(marks.of(lane, row("api"))).toEqual({
      state: undefined,
      condition: "> 300\u00a0ms for 5 min",
      name: "latency",
    });
    expect(marks.of({ ...lane, expr: "errors" }, row("api"))).toBeUndefined();
  });

  it("shows the gravest alert about it, and none about another", () => {
    const marks = marksOf(rule("latency", [alert("api", "pending"), alert("web", "recovering")]));
    expect(marks.of(lane, row("api"))).toMatchObject({ state: "pending", name: "latency" });
    expect(marks.of(lane, row("web"))).toMatchObject({ state: "firing" });
    expect(marks.of(lane, row("db"))).toMatchObject({ state: undefined });
    expect(marks.of({ ...lane, expr: "sum(latency)" }, labelsOf([]))).toMatchObject({ state: "firing" });
  });

  it("of a metric with several rules says nothing while none has an alert", () => {
    const marks = marksOf(rule("latency"), { ...rule("latency"), slug: "other" });
    expect(marks.of(lane, row("api"))).toBeUndefined();
  });
});

describe("a mark", () => {
  const lane = { expr: "latency" };

  it("that is equal to the one before is the same, for each row and ever after", () => {
    const before = marksOf(rule("latency", [alert("api", "firing")]));
    const [api, web] = [before.of(lane, row("api")), before.of(lane, row("web"))];
    const after = createMarks({ firing: 1, rules: [rule("latency", [alert("web", "firing")])] }, before);
    expect(after.of(lane, row("api"))).toMatchObject({ state: undefined });
    expect(after.of(lane, row("web"))).toMatchObject({ state: "firing" });
    expect(after.of(lane, row("web"))).not.toBe(web);
    const again = createMarks({ firing: 1, rules: [rule("latency", [alert("api", "firing")])] }, before);
    expect(again.of(lane, row("api"))).toBe(api);
    again.let();
    expect(again.of(lane, row("api"))).toBe(api);
    expect(again.of(lane, row("web"))).toEqual(web);
  });
});

describe("a section", () => {
  it("counts each firing alert about its lanes once", () => {
    const marks = marksOf(
      rule("latency", [alert("api", "firing"), alert("web", "pending")]),
      rule("errors", [alert("api", "recovering")]),
    );
    expect(marks.firingIn(["latency", "sum(latency)"])).toBe(1);
    expect(marks.firingIn(["latency", "errors"])).toBe(2);
    expect(marks.firingIn(['latency{service="web"}'])).toBe(0);
    expect(marks.firingIn(["up"])).toBe(0);
  });
});
