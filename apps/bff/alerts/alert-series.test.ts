import { conditionOf } from "@mission-control/alerts";
import { type Alert, type AlertState, ruleSchema } from "@mission-control/contracts";
import { createSamplesBuilder, formatLabels } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { eventOfTurn } from "./alert-events.ts";
import { alertOf } from "./alert-of.ts";
import { createAlertSeries } from "./alert-series.ts";

const NOW_MS = 1_790_000_000_000;
const rule = ruleSchema.parse({
  slug: "hot",
  name: "Too hot",
  when: { kind: "threshold", expr: "heat", op: "above", level: 5, unit: "celsius" },
  severity: "critical",
  labels: { team: "ops", room: "overridden" },
  title: "{{room}} has {{value}} since {{nothing}}",
});

function alert(state: AlertState, more: Partial<Alert> = {}): Alert {
  const counted = { stepMs: NOW_MS, heldFromMs: NOW_MS, absentFromMs: null, seen: true };
  const labels = { room: "<b>server</b>", service: "dc", instance: "rack-1" };
  const kept = {
    id: "a",
    labels,
    state,
    sinceMs: NOW_MS,
    firingMs: NOW_MS,
    value: 9,
    error: null,
    ...counted,
  };
  return { ...alertOf(rule, conditionOf(rule.when), kept), ...more };
}

const plainState = { id: "a", labels: {}, state: "firing" as const, sinceMs: 5, firingMs: 3, value: null };

describe("an alert as people are told of it", () => {
  it("has the rule's labels and its own, which win, and a title that is only filled in", () => {
    expect(alert("firing")).toMatchObject({
      labels: { team: "ops", room: "<b>server</b>" },
      title: "<b>server</b> has 9 °C since {{nothing}}",
      unit: "celsius",
      severity: "critical",
    });
  });

  it("leads to what it looks at around that moment, or to the view that its rule names", () => {
    const { searchParams, pathname } = new URL(alert("firing").link, "http://here");
    expect([pathname, searchParams.get("expr")]).toEqual(["/explore", "heat"]);
    expect(Number(searchParams.get("from"))).toBeLessThan(NOW_MS);
    expect(Number(searchParams.get("to"))).toBeGreaterThan(NOW_MS);
    const long = { ...rule, when: { ...rule.when, expr: `heat + ${"0 + ".repeat(1_000)}0` } };
    const counted = { error: null, stepMs: 5, heldFromMs: 5, absentFromMs: null, seen: true };
    expect(alertOf(long, conditionOf(long.when), { ...plainState, ...counted }).link).toBe(
      "/alerts/rules/hot",
    );
    const far = { ...rule, when: { ...rule.when, store: "far" } as typeof rule.when };
    expect(alertOf(far, conditionOf(far.when), { ...plainState, ...counted }).link).toBe("/alerts/rules/hot");
    const of = { ...rule, view: "wall" };
    expect(alertOf(of, conditionOf(of.when), { ...plainState, ...counted }).link).toBe("/views/wall?at=3");
  });
});

describe("alerts as series", () => {
  it("are those that Prometheus makes, and 0 once when they are over", () => {
    const series = createAlertSeries();
    const written = (...alerts: Alert[]) => {
      const into = createSamplesBuilder();
      series.write(new Map(alerts.map((one) => [one.id, one])), NOW_MS, into);
      const { labels, refs, values } = into.take();
      return Object.fromEntries([...refs].map((ref, i) => [formatLabels(labels[ref]!), values[i]]));
    };
    const plain = { labels: { room: "a" } };
    const named = (state: string) =>
      `ALERTS{alertname="Too hot",alertstate="${state}",room="a",severity="critical"}`;
    const since = 'ALERTS_FOR_STATE{alertname="Too hot",room="a",severity="critical"}';
    expect(written(alert("pending", plain))).toEqual({ [named("pending")]: 1, [since]: NOW_MS / 1_000 });
    expect(written(alert("firing", plain))).toEqual({
      [named("pending")]: 0,
      [named("firing")]: 1,
      [since]: NOW_MS / 1_000,
    });
    expect(written(alert("recovering", plain))).toEqual({ [named("firing")]: 1, [since]: NOW_MS / 1_000 });
    expect(written(alert("no-data", plain))).toEqual({ [named("firing")]: 0 });
    expect(written()).toEqual({});
    // Its rule gets another name and another severity while it fires.
    written(alert("firing", plain));
    const other = { ...plain, ruleName: "Hot", severity: "warning" as const };
    const pairs = 'room="a",severity="warning"';
    expect(written(alert("firing", other))).toEqual({
      [named("firing")]: 0,
      [`ALERTS{alertname="Hot",alertstate="firing",${pairs}}`]: 1,
      [`ALERTS_FOR_STATE{alertname="Hot",${pairs}}`]: NOW_MS / 1_000,
    });
    expect(Object.values(written(alert("firing", other)))).not.toContain(0);
  });
});

describe("alerts as events", () => {
  const event = (from: AlertState, to: AlertState, atMs = NOW_MS) =>
    eventOfTurn({ alert: alert(to, { labels: { service: "dc", instance: "rack-1" } }), from, atMs });

  it("say what became of them, and whose they are", () => {
    expect(event("pending", "firing")).toMatchObject({
      type: "alert",
      time: NOW_MS,
      severity: "critical",
      service: "dc",
      host: "rack-1",
      attributes: { alert: "a", rule: "hot", status: "firing", value: 9 },
    });
    expect(event("firing", "normal")).toMatchObject({ severity: "info", attributes: { status: "resolved" } });
    expect(event("normal", "no-data")?.attributes).toMatchObject({ status: "no data" });
  });

  it("say nothing of what nobody was told of", () => {
    for (const [from, to] of [
      ["normal", "pending"],
      ["pending", "normal"],
      ["firing", "recovering"],
      ["recovering", "firing"],
    ] as const)
      expect(event(from, to)).toBeUndefined();
  });

  it("are the same event where the same change is told again", () => {
    expect(event("pending", "firing")?.id).toBe(event("pending", "firing")?.id);
    expect(event("pending", "firing")?.id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const ids = [
      event("pending", "firing"),
      event("firing", "normal"),
      event("pending", "firing", NOW_MS + 1),
    ];
    expect(new Set(ids.map((one) => one?.id)).size).toBe(3);
  });
});
