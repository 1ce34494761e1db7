import { describe, expect, it } from "vitest";
import { ruleKindNames } from "../alerts/rule-kinds.ts";
import { exampleValues, levelFields, missingWords, noteOf } from "./editor-words.ts";
import { measureOf, numberOf } from "./measure.ts";
import { newDraft, type RuleDraft } from "./rule-draft.ts";
import { ruleOf } from "./rule-of.ts";
import { proposedName } from "./rule-words.ts";

const latency = { expr: "latency_seconds", unit: "seconds", level: measureOf(0.3, "seconds") } as const;

describe("a rule that nobody named", () => {
  it.each<[Partial<RuleDraft>, string]>([
    [latency, "latency_seconds above 300 ms"],
    [{ ...latency, op: "outside", upper: measureOf(2, "seconds") }, "latency_seconds outside 300 ms to 2 s"],
    [{ ...latency, kind: "forecast", op: "below" }, "latency_seconds will be below 300 ms"],
    [{ ...latency, kind: "change" }, "latency_seconds changed by 50 % against a week before"],
    [{ ...latency, kind: "promql" }, "latency_seconds"],
    [
      {
        ...latency,
        expr: "histogram_quantile(0.9, sum by (le, service) (rate(latency_seconds_bucket[1m])))",
      },
      "latency_seconds p90 above 300 ms",
    ],
    [{ kind: "quiet", senders: [{ name: "service", value: "api" }] }, "api is quiet"],
    [{ kind: "events", types: "log", search: "timeout" }, "More than 10 events of log, timeout"],
    [{ kind: "slow", service: "shop-web" }, "shop-web slower than 300 ms"],
    [{ kind: "certificate", probe: "shop" }, "Certificate of shop ends"],
    [{}, ""],
  ])("is called by what it says: %j", (fields, name) => {
    expect(proposedName(newDraft(fields))).toBe(name);
  });

  it("has a name in every kind once it is whole, so that it can be saved", () => {
    const whole = newDraft({ ...latency, types: "log", senders: [{ name: "service", value: "api" }] });
    for (const kind of ruleKindNames) expect(ruleOf({ ...whole, kind }).ok, kind).toBe(true);
  });
});

describe("the words beside a rule's title", () => {
  const whole = ruleOf(newDraft({ ...latency, name: "Latency" }));
  if (!whole.ok) throw new Error("it is whole");
  const health = { lastMs: 1, tookMs: 1, missed: 0, error: null, firing: 0, pending: 0 };
  const note = (enabled: boolean, by: object) =>
    noteOf(newDraft(latency), {
      ...whole.rule,
      enabled,
      version: 1,
      savedMs: 1,
      health: { ...health, state: "normal", ...by },
    });

  it.each([
    [true, {}, "latency_seconds above 300 ms"],
    [true, { state: "firing", firing: 2 }, "2 firing · latency_seconds above 300 ms"],
    [
      true,
      { state: "error", error: "too many" },
      "Cannot be evaluated: too many · latency_seconds above 300 ms",
    ],
    [false, { state: "firing" }, "Off · latency_seconds above 300 ms"],
  ])("say how it stands: enabled %s, %j", (enabled, by, words) => {
    expect(note(enabled, by)).toBe(words);
  });
});

describe("what a rule lacks", () => {
  it("is said in words: what to look at first", () => {
    const checked = ruleOf(newDraft({ name: "x" }));
    expect(checked.ok ? "" : missingWords(checked.faults)).toMatch(/Say what to look at\.$/);
    const withExpr = ruleOf(newDraft({ name: "x", expr: "up" }));
    expect(withExpr.ok ? "" : missingWords(withExpr.faults)).toMatch(/The level: give a number\.$/);
  });
});

describe("an example", () => {
  it("is of the alert that fired most, with its value when it fired last", () => {
    const series = { labels: { service: "api" }, min: [0.1, 0.4], mean: [0.1, 0.4], max: [0.1, 0.412] };
    const values = exampleValues(newDraft({ ...latency, labels: [{ name: "team", value: "shop" }] }), {
      fromMs: 0,
      toMs: 20,
      stepMs: 10,
      steps: 2,
      tookMs: 1,
      stats: { firings: 1, perWeek: 1, medianMs: 10, flaps: 0, nearDeploy: 0 },
      alerts: [
        { labels: { service: "api" }, firings: 1, stretches: [{ state: "firing", fromMs: 20, toMs: 30 }] },
      ],
      more: 0,
      chart: { timesMs: [10, 20], series: [series] },
      levels: null,
      unit: "seconds",
      warnings: [],
    });
    expect(values).toMatchObject({ value: "412 ms", labels: { team: "shop", service: "api" } });
  });

  it("shows the level where nothing is known yet", () => {
    expect(exampleValues(newDraft(latency), undefined).value).toBe("300 ms");
    expect(exampleValues(newDraft(), undefined).value).toBe("no value");
  });
});

describe("the fields of a proposed level", () => {
  it("hold it in the unit's own scale, with one at which it is over", () => {
    const fields = levelFields(newDraft(latency), { least: 0.08, low: 0.083, high: 0.24, most: 0.3 });
    expect(fields.level).toEqual({ text: "280", scale: "ms" });
    expect(numberOf(fields.clear!, "seconds")).toBeLessThan(0.28);
  });
});
