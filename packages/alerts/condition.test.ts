import { type Rule, type RuleWhen, ruleFaults, ruleSchema, ruleWhenSchema } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conditionOf } from "./condition.ts";

const of = (when: Record<string, unknown>) => conditionOf(ruleWhenSchema.parse(when));
const exprOf = (when: Record<string, unknown>) => {
  const { source } = of(when);
  return source.kind === "promql" ? source.expr : undefined;
};

describe("the condition of a rule", () => {
  it("asks the store that is named, and ours for what we write ourselves", () => {
    expect(of({ kind: "threshold", expr: "up", level: 1, store: "main" }).source).toEqual({
      kind: "promql",
      expr: "up",
      store: "main",
    });
    expect(of({ kind: "threshold", expr: "up", level: 1 }).source).toMatchObject({ store: undefined });
    expect(of({ kind: "quiet", senders: { service: "api" } }).source).toMatchObject({ store: "embedded" });
  });

  it("is an expression and a range that is bad, for each kind", () => {
    expect(exprOf({ kind: "quiet", senders: { service: "api" } })).toBe(
      'time() - max by (service) (sender_last_seen_timestamp_seconds{service="api"})',
    );
    expect(exprOf({ kind: "senders", senders: { service: "api", zone: "a" }, atLeast: 3 })).toBe(
      'sum by (service, zone) (time() - sender_last_seen_timestamp_seconds{service="api",zone="a"} > bool 120)',
    );
    expect(exprOf({ kind: "slow", service: "api", aboveS: 0.3 })).toBe(
      'histogram_quantile(0.9, sum by (service, le) (rate(http_request_duration_seconds_bucket{service="api"}[5m])))',
    );
    expect(exprOf({ kind: "change", expr: "sum(x) # all", byRatio: 0.5, against: "day" })).toBe(
      "(avg_over_time((sum(x) # all\n)[10m:10s]) - avg_over_time((sum(x) # all\n)[10m:10s] offset 1d)) / abs(avg_over_time((sum(x) # all\n)[10m:10s] offset 1d))",
    );
    expect(exprOf({ kind: "forecast", expr: "disk_free", op: "below", level: 0 })).toBe(
      "predict_linear((disk_free\n)[1d:290s], 604800)",
    );
    expect(exprOf({ kind: "probe" })).toBe(
      "sum by (probe) (1 - avg_over_time(probe_success[5m]) > bool 0.5)",
    );
    expect(exprOf({ kind: "certificate", probe: "shop" })).toBe(
      'min by (probe) (probe_ssl_earliest_cert_expiry{probe="shop"}) - time()',
    );
    const events = of({ kind: "events", events: { types: ["error"], service: "api" }, moreThan: 3 });
    expect(events.source).toMatchObject({ kind: "events", windowMs: 300_000, labels: { service: "api" } });
    expect([events.fires(3), events.fires(4)]).toEqual([false, true]);
  });

  it("never lets a label's value out of its quotes", () => {
    const expr = exprOf({ kind: "quiet", senders: { "http.route": 'a"} or vector(1) #\\\n' } });
    expect(expr).toBe(
      'time() - max by ("http.route") (sender_last_seen_timestamp_seconds{"http.route"="a\\"} or vector(1) #\\\\"})',
    );
    expect(exprOf({ kind: "slow", service: "a\nb", aboveS: 1 })).toContain('{service="a\\nb"}');
  });

  it("fires from a count of senders, of places and of days on", () => {
    const senders = of({ kind: "senders", senders: { service: "api" }, atLeast: 3 });
    expect([senders.fires(2), senders.fires(3), senders.clears(2)]).toEqual([false, true, true]);
    const places = of({ kind: "probe", places: 2 });
    expect([places.fires(1), places.fires(2)]).toEqual([false, true]);
    const certificate = of({ kind: "certificate", withinDays: 15 });
    expect([certificate.fires(15 * 86_400), certificate.fires(15 * 86_400 - 1)]).toEqual([false, true]);
    const either = of({ kind: "change", expr: "x", byRatio: 0.5 });
    expect([-0.6, -0.5, 0.5, 0.6].map(either.fires)).toEqual([true, false, false, true]);
    const less = of({ kind: "change", expr: "x", byRatio: 0.5, direction: "down" });
    expect([-0.6, -0.5, 0.6].map(less.fires)).toEqual([true, false, false]);
  });

  it("has each series of a query of any kind fire, as Prometheus does, and none clear while it is there", () => {
    const any = of({ kind: "promql", expr: "up == 0" });
    expect([any.fires(0), any.fires(Number.NaN), any.clears(0), any.levels]).toEqual([
      true,
      true,
      false,
      null,
    ]);
    expect(any.whenAbsent).toBe("normal");
  });

  it("never has a value bad and good at once, and without levels of its own clears whatever is not bad", () => {
    const level = fc.integer({ min: -5, max: 5 });
    const when = fc.record(
      {
        kind: fc.constant("threshold" as const),
        expr: fc.constant("x"),
        unit: fc.constant("none" as const),
        op: fc.constantFrom("above", "below", "inside", "outside"),
        level,
        upper: level,
        clear: level,
        clearUpper: level,
      },
      { requiredKeys: ["kind", "expr", "unit", "op", "level"] },
    );
    fc.assert(
      fc.property(when, fc.integer({ min: -7, max: 7 }), (given, value) => {
        const parsed: RuleWhen = ruleWhenSchema.parse(given);
        fc.pre(ruleFaults(rule(parsed)).length === 0);
        const { fires, clears } = conditionOf(parsed);
        expect(fires(value) && clears(value)).toBe(false);
        if (given.clear === undefined && given.clearUpper === undefined)
          expect(clears(value)).toBe(!fires(value));
        expect([fires(Number.NaN), clears(Number.NaN)]).toEqual([false, false]);
      }),
    );
  });
});

const rule = (when: RuleWhen): Rule => ruleSchema.parse({ slug: "r", name: "R", when });
