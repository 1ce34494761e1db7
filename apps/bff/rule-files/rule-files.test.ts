import { type Rule, ruleSchema } from "@mission-control/contracts";
import { parseExpr } from "@mission-control/promql";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type ReadRuleFile, readRuleFile } from "./read-rule-file.ts";
import { prometheusTemplateOf, templateOf } from "./template.ts";
import { ruleFileOf } from "./write-rule-file.ts";

const file = `
groups:
  - name: shop
    interval: 30s
    limit: 10
    rules:
      - record: job:requests:rate5m
        expr: sum by (job) (rate(http_requests_total[5m]))
      - alert: HighErrorRate
        expr: |
          sum by (service) (rate(http_requests_total{code=~"5.."}[5m]))
            / sum by (service) (rate(http_requests_total[5m])) > 0.05
        for: 10m
        keep_firing_for: 5m
        labels:
          severity: page
          team: shop
          tier: "{{ $labels.tier }}"
          shard: 7
        annotations:
          summary: "{{ $labels.service }} fails: {{ $value | humanizePercentage }}"
          description: >-
            {{ with query "up" }}odd{{ end }} on {{ .Labels.instance }}
          runbook_url: https://wiki.example.org/errors
          dashboard: https://grafana.example.org/d/1
      - alert: HighErrorRate
        expr: up == 0
        for: 2w
        labels: { severity: sev-2 }
        annotations: { runbook_url: "see {{ $labels.job }}" }
      - alert: Broken
        expr: sum(
      - alert: Odd
        expr: up
        for: ever
        threshold: 3
      - expr: up
`;

function rulesOf(read: ReadRuleFile) {
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return { rules: read.rules.map(({ rule }) => rule), notes: read.notes };
}

describe("a Prometheus rule file", () => {
  const { rules, notes } = rulesOf(readRuleFile({ text: file }));

  it("gives a rule for each of its alerting rules", () => {
    expect(rules.map(({ slug }) => slug)).toEqual(["high-error-rate", "high-error-rate-2", "odd"]);
    expect(rules[0]).toMatchObject({
      name: "HighErrorRate",
      when: { kind: "promql", unit: "ratio", expr: expect.stringContaining("> 0.05") },
      everyMs: 30_000,
      forMs: 600_000,
      clearForMs: 300_000,
      severity: "critical",
      owner: "shop",
      labels: { team: "shop", shard: "7" },
      title: "{{ $labels.service }} fails: {{ $value }}",
      description: '{{ with query "up" }}odd{{ end }} on {{ $labels.instance }}',
      runbook: "https://wiki.example.org/errors",
    });
    expect(rules[1]).toMatchObject({ forMs: 86_400_000, severity: "error", labels: { severity: "sev-2" } });
    expect(rules[1]?.runbook).toBe("");
    expect(rules[2]).toMatchObject({ forMs: 0, title: "{{name}}" });
  });

  it("says what could not be carried over, of which rule", () => {
    const told = notes.map(({ rule, message }) => `${rule}: ${message}`);
    const has = (rule: string, words: string) =>
      expect(told).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: .*${words}`)));
    has("", "limit");
    has("job:requests:rate5m", "recording rule");
    has("HighErrorRate", "label tier is left out");
    has("HighErrorRate", "with query");
    has("HighErrorRate", "annotation dashboard");
    has("HighErrorRate", "for is 86400 s instead of 2w");
    has("HighErrorRate", "sev-2");
    has("HighErrorRate", "runbook_url is left out");
    has("Broken", "left out: its expression is not understood");
    has("Odd", "threshold");
    has("Odd", '"ever" is no length of time');
    has('a rule of "shop"', "left out: alert");
  });

  it("leaves expressions to a store that reads them itself", () => {
    const text = "groups: [{ name: a, rules: [{ alert: Odd, expr: 'up keep_metric_names' }] }]";
    expect(rulesOf(readRuleFile({ text })).rules).toEqual([]);
    const [rule] = rulesOf(readRuleFile({ text, store: "vm", isElsewhere: true })).rules;
    expect(rule?.when).toMatchObject({ store: "vm", expr: "up keep_metric_names" });
  });

  it.each([
    ["groups: 5", "groups"],
    ["groups:\n  - rules: []", "groups.0.name"],
    ["hello", ""],
    ["[1, 2]", ""],
    ["groups: [\n", ""],
    ["a: &a [1]\ngroups: *b", ""],
    ["groups: []", ""],
    ["", ""],
  ])("is refused as a whole where it is none: %j", (text, path) => {
    const read = readRuleFile({ text });
    expect(read).toMatchObject({ ok: false, faults: [{ path }, ...(read.ok ? [] : read.faults.slice(1))] });
  });

  it("is read or refused, whatever it holds", () => {
    const group = fc.record({ name: fc.anything(), rules: fc.anything(), interval: fc.anything() });
    const given = fc.oneof(fc.anything(), fc.record({ groups: fc.array(fc.oneof(group, fc.anything())) }));
    fc.assert(
      fc.property(given, (value) => {
        const text = JSON.stringify(value) ?? "";
        const read = readRuleFile({ text });
        if (read.ok) for (const { rule } of read.rules) expect(ruleSchema.parse(rule)).toEqual(rule);
        else expect(read.faults.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("rules as a rule file", () => {
  const ruleOf = (when: object, more: object = {}): Rule =>
    ruleSchema.parse({ slug: "a-rule", name: "A rule", when, ...more });
  const exprOf = (when: object): string =>
    parse(ruleFileOf([ruleOf(when)])).groups[0].rules[0].expr as string;

  it("have what is bad as their expression", () => {
    const threshold = { kind: "threshold", expr: "load # now", level: 5 };
    expect(exprOf(threshold)).toBe("(load # now\n) > 5");
    expect(exprOf({ ...threshold, op: "below" })).toBe("(load # now\n) < 5");
    expect(exprOf({ ...threshold, op: "inside", upper: 9 })).toBe("(load # now\n) >= 5 <= 9");
    expect(exprOf({ ...threshold, op: "outside", upper: 9 })).toBe(
      "(load # now\n) < 5 or (load # now\n) > 9",
    );
    for (const op of ["above", "below", "inside", "outside"])
      expect(() => parseExpr(exprOf({ ...threshold, op, upper: 9 }))).not.toThrow();
    expect(exprOf({ kind: "promql", expr: "up == 0" })).toBe("up == 0");
    expect(() => parseExpr(exprOf({ kind: "change", expr: "sum(x)", byRatio: 1 }))).not.toThrow();
    expect(() => parseExpr(exprOf({ kind: "forecast", expr: "free", level: 1 }))).not.toThrow();
    expect(() => parseExpr(exprOf({ kind: "slow", aboveS: 1 }))).not.toThrow();
  });

  it("leave out what only we have, and say so", () => {
    const text = ruleFileOf([
      ruleOf({ kind: "quiet", senders: { service: "api" } }, { name: "Quiet\n- alert: Forged" }),
      ruleOf({ kind: "events", events: { types: ["error"] }, moreThan: 1 }, { name: "Errors" }),
      ruleOf({ kind: "promql", expr: "up |> smooth(5m)" }, { name: "Smooth" }),
      ruleOf({ kind: "promql", expr: "up" }, { name: "Off", enabled: false }),
      ruleOf({ kind: "threshold", expr: "up", level: 5, clear: 3 }, { name: "Clears" }),
    ]);
    expect(parse(text).groups.flatMap((group: { rules: object[] }) => group.rules)).toHaveLength(1);
    expect(text).toContain("# Quiet - alert: Forged: left out: ");
    expect(text).toContain("# Errors: left out: it counts events");
    expect(text).toContain("# Smooth: left out: functions follow its query");
    expect(text).toContain("# Off: left out: it is turned off");
    expect(text).toContain("# Clears: its clearing level is left out");
  });

  it("come back as they were", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9 ]{0,10}[a-z0-9]$/);
    const minutes = fc.nat(1_000).map((count) => count * 1_000);
    const rule = fc.record({
      name: word,
      expr: fc.constantFrom("up == 0", 'rate(x{a="b\\n"}[5m]) > 3', "sum(x)\n  > 5"),
      forMs: minutes,
      clearForMs: minutes,
      severity: fc.constantFrom("info", "warning", "error", "critical"),
      owner: fc.constantFrom("", "shop"),
      title: fc.constantFrom("{{ $labels.service }} is at {{ $value }}", "it broke: #1", "{{ $value }}"),
      description: fc.constantFrom("", "line\nby line\n\nand more: {{ $labels.a }}"),
      runbook: fc.constantFrom("", "https://wiki.example.org/a?b=c#d"),
      labels: fc.constantFrom({}, { region: "eu: west", shard: "07" }),
      everyMs: fc.constantFrom(10_000, 60_000),
    });
    fc.assert(
      fc.property(rule, ({ expr, ...more }) => {
        const given = ruleOf({ kind: "promql", expr }, { ...more, onError: "keep", slug: "x" });
        const { rules, notes } = rulesOf(readRuleFile({ text: ruleFileOf([given]) }));
        expect(notes).toEqual([]);
        const owned = given.owner === "" ? {} : { owner: given.owner };
        expect(rules).toEqual([{ ...given, slug: rules[0]?.slug, labels: { ...given.labels, ...owned } }]);
      }),
    );
  });
});

describe("a template", () => {
  it("keeps what means the same", () => {
    expect(templateOf('{{ $value | printf "%.2f" }} of {{ printf "%d" $value }}, {{.Value}}')).toEqual({
      text: "{{ $value }} of {{ $value }}, {{ $value }}",
      notes: [],
      unit: undefined,
    });
    expect(templateOf("{{ $value | humanizeDuration }}").unit).toBe("seconds");
    expect(templateOf('{{- $labels.a -}}|{{ index $labels "b.c" }}').text).toBe(
      "{{ $labels.a }}|{{ $labels.b.c }}",
    );
    expect(templateOf("{{ $externalLabels.cluster }}").notes).toHaveLength(1);
    expect(templateOf("{{ $labels.a | toUpper }}")).toMatchObject({
      text: "{{ $labels.a }}",
      notes: [expect.stringContaining("toUpper")],
    });
  });

  it("is written with what its names stand for", () => {
    const text = prometheusTemplateOf("{{name}}: {{service}} at {{ value }} ({{$labels.a}}, {{b.c}})", {
      name: "Load",
    });
    expect(text).toBe(
      'Load: {{ $labels.service }} at {{ $value }} ({{ $labels.a }}, {{ index $labels "b.c" }})',
    );
  });
});
