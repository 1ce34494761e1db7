import { conditionOf } from "@mission-control/alerts";
import type { Alert, AlertMarks, Rule } from "@mission-control/contracts";
import { parseExpr, selectorsOf } from "@mission-control/promql";
import { METRIC_NAME } from "@mission-control/series";
import { pipedOf } from "../functions/piped.ts";

/** Alerts of one rule that a wall tells apart. */
const MOST_ALERTS = 200;

/** What a wall shows of rules at its lanes: those that are on and read metrics, with their alerts that are not normal. */
export function marksOf(rules: readonly Rule[], alerts: readonly Alert[], atMs: number): AlertMarks {
  const byRule = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const known = byRule.get(alert.rule);
    if (known === undefined) byRule.set(alert.rule, [alert]);
    else known.push(alert);
  }
  const marked = rules.flatMap((rule) => {
    const metrics = rule.enabled ? metricsOf(rule) : [];
    if (metrics.length === 0) return [];
    const { slug, name, when, forMs } = rule;
    const told = gravestFirst(byRule.get(slug) ?? []).slice(0, MOST_ALERTS);
    return [{ slug, name, metrics, when, forMs, alerts: told.map(markOf) }];
  });
  return { atMs, firing: alerts.filter(isFiring).length, rules: marked };
}

function markOf({ id, labels, state, severity, sinceMs }: Alert) {
  return { id, labels, state, severity, sinceMs };
}

const gravity: Record<Alert["state"], number> = {
  firing: 0,
  recovering: 0,
  error: 1,
  "no-data": 1,
  pending: 2,
  normal: 3,
};

const gravestFirst = (alerts: readonly Alert[]) =>
  alerts.length <= MOST_ALERTS ? alerts : alerts.toSorted((a, b) => gravity[a.state] - gravity[b.state]);

const isFiring = ({ state }: Alert) => state === "firing" || state === "recovering";

/** The names of the metrics that a rule reads; none where it counts events, or names none. */
function metricsOf({ when }: Rule): string[] {
  const { source } = conditionOf(when);
  if (source.kind !== "promql") return [];
  return [...new Set(selectorsIn(source.expr).flatMap(({ matchers }) => namesIn(matchers)))];
}

/** None where it cannot be read any more. */
function selectorsIn(text: string) {
  try {
    return selectorsOf(parseExpr(pipedOf(text).query));
  } catch {
    return [];
  }
}

function namesIn(matchers: ReturnType<typeof selectorsIn>[number]["matchers"]): string[] {
  return matchers.filter(({ name, op }) => name === METRIC_NAME && op === "=").map(({ value }) => value);
}
