import type { AlertMarks } from "@mission-control/contracts";
import { type Labels, labelsKey } from "@mission-control/series";
import { concerns, reads, type Subject, subjectOf } from "./concerns.ts";
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

/** What is known of an expression. */
interface Known {
  readonly subject: Subject;
  readonly rules: readonly MarkedRule[];
  readonly marks: Map<string, Mark | undefined>;
}

/** Tells of lanes what the rules say that look at their metrics. A mark that is equal to one of `before` is that one. */
export function createMarks(
  told: Pick<AlertMarks, "firing" | "rules">,
  before?: Marks,
): Marks & { let: () => void } {
  const known = new Map<string, Known>();
  const counted = new Map<readonly string[], number>();
  let earlier = before;

  function knownOf(expr: string): Known {
    const found = known.get(expr);
    if (found !== undefined) return found;
    const subject = subjectOf(expr);
    const rules = told.rules.filter(({ metrics }) => metrics.some((metric) => reads(subject, metric)));
    const made = { subject, rules, marks: new Map<string, Mark | undefined>() };
    known.set(expr, made);
    return made;
  }

  function markOf({ subject, rules }: Known, labels: Labels): Mark | undefined {
    if (rules.length === 0) return undefined;
    const alerts = rules.flatMap((rule) =>
      rule.alerts
        .filter((alert) => concerns(subject, labels, alert.labels))
        .map(({ state }) => ({ rule, state })),
    );
    for (const state of gravity) {
      const gravest = alerts.find((alert) => alert.state === state);
      if (gravest === undefined) continue;
      const { rule } = gravest;
      return { state: shownAs[state], condition: markWords(rule.when, rule.forMs), name: rule.name };
    }
    // Of several rules on a metric none can be told to be this row's own.
    const [only] = rules;
    if (rules.length > 1 || only === undefined) return undefined;
    return { state: undefined, condition: markWords(only.when, only.forMs), name: only.name };
  }

  function count(exprs: readonly string[]): number {
    const ids = new Set<string>();
    for (const expr of exprs) {
      const { subject, rules } = knownOf(expr);
      for (const rule of rules) {
        for (const { id, state, labels } of rule.alerts) {
          const fires = state === "firing" || state === "recovering";
          if (fires && concerns(subject, noLabels, labels)) ids.add(id);
        }
      }
    }
    return ids.size;
  }

  return {
    firing: told.firing,
    rules: told.rules.length,
    of(lane, labels) {
      const about = knownOf(lane.expr);
      const key = labelsKey(labels);
      if (about.marks.has(key)) return about.marks.get(key);
      const mark = same(earlier?.of(lane, labels), markOf(about, labels));
      about.marks.set(key, mark);
      return mark;
    },
    firingIn(exprs) {
      const found = counted.get(exprs) ?? count(exprs);
      counted.set(exprs, found);
      return found;
    },
    /** Lets go of those before, once everyone has asked anew. */
    let: () => {
      earlier = undefined;
    },
  };
}

function same(a: Mark | undefined, b: Mark | undefined): Mark | undefined {
  const isSame = a?.state === b?.state && a?.condition === b?.condition && a?.name === b?.name;
  return isSame && (a === undefined) === (b === undefined) ? a : b;
}

const noLabels: Labels = new Map();
