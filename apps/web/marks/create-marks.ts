import type { AlertMarks } from "@mission-control/contracts";
import { type Labels, labelsKey } from "@mission-control/series";
import { concerns, reads } from "./concerns.ts";
import { markWords } from "./mark-words.ts";
import type { Mark, Marks } from "./marks-context.ts";

type MarkedRule = AlertMarks["rules"][number];

/** States by gravity; what recovers still fires. */
const gravity = ["firing", "recovering", "error", "no-data", "pending"] as const;
const shownAs = {
  firing: "firing",
  recovering: "firing",
  error: "no-data",
  "no-data": "no-data",
  pending: "pending",
} as const;

/** Tells of lanes what the rules say that look at their metrics. */
export function createMarks(told: AlertMarks): Marks {
  const known = new Map<string, Mark | undefined>();
  const byExpr = new Map<string, readonly MarkedRule[]>();

  function rulesOf(expr: string): readonly MarkedRule[] {
    const found = byExpr.get(expr) ?? told.rules.filter(({ metrics }) => reads(expr, metrics));
    byExpr.set(expr, found);
    return found;
  }

  function markOf(expr: string, labels: Labels): Mark | undefined {
    const rules = rulesOf(expr);
    if (rules.length === 0) return undefined;
    const alerts = rules.flatMap((rule) =>
      rule.alerts.filter((alert) => concerns(expr, labels, alert.labels)).map((alert) => ({ rule, alert })),
    );
    for (const state of gravity) {
      const gravest = alerts.find(({ alert }) => alert.state === state);
      if (gravest === undefined) continue;
      const { rule } = gravest;
      return { state: shownAs[state], condition: markWords(rule.when, rule.forMs), name: rule.name };
    }
    // Of several rules on a metric none can be told to be this row's own.
    const [only] = rules;
    if (rules.length > 1 || only === undefined) return undefined;
    return { state: undefined, condition: markWords(only.when, only.forMs), name: only.name };
  }

  return {
    firing: told.firing,
    rules: told.rules.length,
    of({ expr }, labels) {
      const key = `${expr} ${labelsKey(labels)}`;
      if (!known.has(key)) known.set(key, markOf(expr, labels));
      return known.get(key);
    },
    firingIn(exprs) {
      const ids = new Set<string>();
      for (const expr of exprs) {
        for (const rule of rulesOf(expr)) {
          for (const { id, state, labels } of rule.alerts) {
            const fires = state === "firing" || state === "recovering";
            if (fires && concerns(expr, noLabels, labels)) ids.add(id);
          }
        }
      }
      return ids.size;
    },
  };
}

const noLabels: Labels = new Map();
