// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Grafana writes variables
import { describe, expect, it } from "vitest";
import { carryExpression, carryText } from "./expression.ts";
import { carryLegend } from "./legend.ts";
import { dashboardSchema } from "./shape.ts";
import { carryVariables } from "./variables.ts";

const hour = 3_600_000;
const listed = (...list: object[]) =>
  carryVariables(dashboardSchema.parse({ title: "x", templating: { list } }), new Map(), 6 * hour);
const of = (type: string, name: string, query: string, more: object = {}) => ({ type, name, query, ...more });

const variables = listed(
  of("query", "node", "label_values(up, instance)", { includeAll: true, multi: true }),
  of("custom", "window", "1m,5m"),
  of("custom", "many", "a,b", { multi: true, current: { value: ["a", "b"] } }),
  of("constant", "fixed", 'job="x"'),
  of("textbox", "port", "9100"),
  of("custom", "pattern", "sd[a-z]|nvme.*"),
  of("interval", "auto", "1m,10m", { current: { value: "$__auto_interval_auto" } }),
  of("adhoc", "filters", ""),
);
const carried = (expr: string) => {
  const outcome = carryExpression(expr, variables);
  return outcome.ok ? outcome.expr : outcome.why;
};

describe("an expression's variables", () => {
  it.each([
    ['up{instance=~"$node"}', 'up{instance=~"$node"}'],
    ['up{instance="[[node]]"}', 'up{instance="$node"}'],
    ['up{instance=~"${node:regex}"}', 'up{instance=~"$node"}'],
    ["up{instance=~'${node:pipe}x'}", "up{instance=~'${node}x'}"],
    ["rate(up[$window])", "rate(up[$window])"],
    ["rate(up[[[window]]])", "rate(up[$window])"],
    ['up{instance="${node}:$port"}', 'up{instance="$node:9100"}'],
    ["up{$fixed}", 'up{job="x"}'],
    ['up{device=~"$pattern"}', 'up{device=~"sd[a-z]|nvme.*"}'],
    ['up{x=~"$filters"}', 'up{x=~".*"}'],
    ['up{x="$filters"}', 'up{x=~".*"}'],
    ["rate(up[$auto])", "rate(up[$__rate_interval])"],
    ["max_over_time(up[${__interval}])", "max_over_time(up[$__interval])"],
    ['irate(up{a="b"}[$__interval])', 'irate(up{a="b"}[$__rate_interval])'],
    ["increase(up[$__range]) / $__range_s", "increase(up[6h]) / 21600"],
    ['label_replace(up, "a", "$1", "b", "(.*)$")', 'label_replace(up, "a", "$1", "b", "(.*)$")'],
  ])("%s becomes %s", (expr, expected) => expect(carried(expr)).toBe(expected));

  it.each([
    ["rate(up[$__interval_ms])", "$__interval_ms stands where one value has to, and none is known for it"],
    ["sum by ($node) (up)", "$node stands where one value has to, and none is known for it"],
    ["up > $a + $b", "$a, $b stand where one value has to, and none is known for it"],
    ['up{a="$nowhere"}', "$nowhere stands where one value has to, and none is known for it"],
    [`up{a="${"x".repeat(10_000)}"}`, "it has more than 10000 characters"],
  ])("%s cannot be carried over: %s", (expr, why) => expect(carried(expr)).toBe(why));

  it("are fixed, and told of, where only one value can stand", () => {
    const one = listed(of("custom", "how", "mode,cpu", { multi: true, current: { value: ["cpu"] } }));
    expect(carryExpression("sum by ($how) (up)", one)).toMatchObject({
      expr: "sum by (cpu) (up)",
      notes: ["$how stands outside of a matcher and is fixed to “cpu”"],
    });
  });
});

describe("a text with variables", () => {
  it("keeps those of the view, and has what stands for the others", () => {
    expect(carryText("$node, ${node}s, [[port]] and $other", variables)).toBe(
      "$node, ${node}s, 9100 and $other",
    );
  });

  it("that is a legend names a label instead of the variable that is filled by it", () => {
    expect(carryLegend("{{job}} of $node", variables)).toEqual({ legend: "{{job}} of {{instance}}" });
    expect(carryLegend("$window", variables)).toEqual({
      note: "its legend names $window, which a legend cannot here",
    });
  });
});

describe("a dashboard's variables", () => {
  const kept = (variable: object, ...before: object[]) => {
    const { kept, notes } = listed(...before, { name: "x", ...variable });
    return kept.get("x") ?? notes.find(({ name }) => name === "x")?.message;
  };
  const job = of("query", "job", "label_values(job)");

  it.each([
    ["label_values(job)", { kind: "label", label: "job" }],
    ["label_values( up{a='b,c'} , job )", { kind: "label", label: "job", match: "up{a='b,c'}" }],
    ['label_values(up{job="$job"}, instance)', { kind: "label", label: "instance", match: 'up{job="$job"}' }],
    ['label_values({a!="b"}, job)', { kind: "label", label: "job" }],
    ["label_values(rate(up[5m]), job)", { kind: "label", label: "job" }],
    ['label_values(up{a="$later"}, job)', { kind: "label", label: "job" }],
  ])("%s asks for a label", (query, source) => {
    expect(kept({ type: "query", query }, job)).toMatchObject({
      source,
      all: false,
      multi: false,
      chosen: [],
    });
    expect(kept({ type: "query", query: { query }, includeAll: true }, job)).toMatchObject({
      source,
      all: true,
    });
  });

  it("that are lists have their values, and the one that is chosen", () => {
    const type = "custom";
    expect(kept({ type, query: "a, b : c,d\\,e" })).toMatchObject({
      source: { kind: "list", values: ["a", "c", "d,e"] },
      chosen: ["a"],
    });
    const options = ["$__all", "1", "2"].map((value) => ({ value }));
    expect(
      kept({ type, options, query: "", includeAll: true, current: { value: ["$__all"] } }),
    ).toMatchObject({
      source: { values: ["1", "2"] },
      all: true,
      chosen: [],
    });
    expect(kept({ type: "interval", query: "1m,5m", current: { value: "5m" } })).toMatchObject({
      chosen: ["5m"],
    });
  });

  it.each([
    [{ type: "query", query: "label_values(job)", regex: "/(.*):.*/" }, /takes a part of the label job/],
    [{ type: "query", query: "metrics(node_.*)" }, /is filled in a way that is not known here; any value/],
    [
      { type: "query", query: "label_values(a)", datasource: { type: "loki" } },
      /asks something else than Prometheus/,
    ],
    [{ type: "groupby", current: { value: "a" } }, /is of the kind “groupby”.*“a” stands for it/],
    [{ type: "custom", query: "" }, /is a list without values/],
  ])("that have no like are told of: %o", (variable, words) => expect(kept(variable)).toMatch(words));

  it("are no more than a view can have", () => {
    const { kept, notes } = listed(
      ...Array.from({ length: 12 }, (_, i) => of("query", `v${i}`, "label_values(a)")),
    );
    expect(kept.size).toBe(10);
    expect(notes.map(({ name }) => name)).toEqual(["v10", "v11"]);
  });
});
