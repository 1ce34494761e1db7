import { type Condition, fillTemplate, type JudgeState } from "@mission-control/alerts";
import { type Alert, embeddedStore, type Rule } from "@mission-control/contracts";

/** How long before an alert a link to what it looks at begins, and how long after it ends, ms. */
const BEFORE_MS = 3_600_000;
const AFTER_MS = 15 * 60_000;
/** Browsers, mails and messages take longer ones apart. */
const LINK_LENGTH = 2_000;

/** A state of a rule as people are told of it. What keeps it quiet and who saw it is not known here. */
export function alertOf(rule: Rule, condition: Condition, state: JudgeState): Alert {
  const { id, sinceMs, firingMs, value, error } = state;
  const { severity, owner, runbook } = rule;
  const labels = { ...rule.labels, ...state.labels };
  const values = { name: rule.name, value, unit: condition.unit, severity, owner, labels };
  return {
    id,
    rule: rule.slug,
    ruleName: rule.name,
    labels,
    state: state.state,
    sinceMs,
    firingMs,
    value: value === null || Number.isFinite(value) ? value : null,
    unit: condition.unit,
    severity,
    title: fillTemplate(rule.title, values),
    description: fillTemplate(rule.description, values),
    owner,
    runbook,
    link: linkOf(rule, condition, firingMs ?? sinceMs),
    error,
    acknowledged: null,
    quiet: [],
  };
}

/** Where to look: the rule's view at that moment, else what it looks at around it, else the rule. */
function linkOf({ slug, view }: Rule, { source }: Condition, atMs: number): string {
  if (view !== undefined) return `/views/${view}?at=${atMs}`;
  // Only what the default store answers can be explored.
  const isElsewhere =
    source.kind === "promql" && source.store !== undefined && source.store !== embeddedStore;
  if (source.kind === "events" || isElsewhere) return `/alerts/rules/${slug}`;
  const search = new URLSearchParams({
    expr: source.expr,
    from: String(atMs - BEFORE_MS),
    to: String(atMs + AFTER_MS),
  });
  const link = `/explore?${search}`;
  return link.length > LINK_LENGTH ? `/alerts/rules/${slug}` : link;
}
