import { conditionOf } from "@mission-control/alerts";
import type { Rule } from "@mission-control/contracts";
import { formatSeconds } from "@mission-control/promql";
import { stringify } from "yaml";
import { isPiped } from "../functions/piped.ts";
import { prometheusTemplateOf } from "./template.ts";

/** Kinds that look at what only we have. */
const ONLY_HERE: Partial<Record<Rule["when"]["kind"], string>> = {
  quiet: "it looks at the arrival of samples, which is known here only",
  senders: "it looks at the arrival of samples, which is known here only",
  events: "it counts events, which are no series",
  probe: "it looks at probes of this server",
  certificate: "it looks at probes of this server",
};

/** Rules as a Prometheus rule file, in a group for each interval; what cannot stand in one is said in comments. */
export function ruleFileOf(rules: readonly Rule[]): string {
  const comments: string[] = [];
  const groups = new Map<number, object[]>();
  for (const rule of rules) {
    const why = whyNot(rule);
    if (why !== undefined) {
      comments.push(`${rule.name}: left out: ${why}`);
      continue;
    }
    for (const words of lostOf(rule)) comments.push(`${rule.name}: ${words}`);
    const group = groups.get(rule.everyMs);
    if (group === undefined) groups.set(rule.everyMs, [alertOf(rule)]);
    else group.push(alertOf(rule));
  }
  const file = {
    groups: [...groups].map(([everyMs, all]) => ({
      name: `mission-control-${lengthOf(everyMs)}`,
      interval: lengthOf(everyMs),
      rules: all,
    })),
  };
  const lines = ["Alert rules of Mission Control as a Prometheus rule file.", ...comments];
  const header = lines.map((line) => `# ${line.replaceAll(/\s+/g, " ")}\n`).join("");
  return `${header}${stringify(file, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

function whyNot({ enabled, when }: Rule): string | undefined {
  if (!enabled) return "it is turned off";
  const only = ONLY_HERE[when.kind];
  if (only !== undefined) return only;
  return "expr" in when && isPipedSafely(when.expr) ? "functions follow its query" : undefined;
}

function isPipedSafely(expr: string): boolean {
  try {
    return isPiped(expr);
  } catch {
    return true;
  }
}

/** What a rule says that Prometheus has no words for. */
function* lostOf(rule: Rule): Generator<string> {
  const { levels } = conditionOf(rule.when);
  if (levels !== null && (levels.clear !== levels.level || levels.clearUpper !== levels.upper))
    yield "its clearing level is left out";
  if (levels !== null && rule.noData !== "normal") yield "missing data end it there, instead of being told";
}

function alertOf(rule: Rule): object {
  const { name, forMs, clearForMs, severity, owner, labels, title, description, runbook } = rule;
  const fixed = { name, severity, owner };
  const annotations = {
    // Without one of its own the name is what is said, there as here.
    ...(title === "{{name}}" ? {} : { summary: prometheusTemplateOf(title, fixed) }),
    ...(description === "" ? {} : { description: prometheusTemplateOf(description, fixed) }),
    ...(runbook === "" ? {} : { runbook_url: runbook }),
  };
  return {
    alert: name,
    expr: exprOf(rule),
    ...(forMs === 0 ? {} : { for: lengthOf(forMs) }),
    ...(clearForMs === 0 ? {} : { keep_firing_for: lengthOf(clearForMs) }),
    labels: { ...labels, severity, ...(owner === "" ? {} : { owner }) },
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}

/** A condition as one expression that gives what is bad. */
function exprOf({ when }: Rule): string {
  const { source, levels } = conditionOf(when);
  if (source.kind === "events") return "";
  const expr = source.expr;
  if (levels === null) return expr;
  const { op, level, upper } = levels;
  switch (op) {
    case "above":
      return `(${expr}\n) > ${level}`;
    case "below":
      return `(${expr}\n) < ${level}`;
    case "inside":
      return `(${expr}\n) >= ${level} <= ${upper ?? level}`;
    case "outside":
      return `(${expr}\n) < ${level} or (${expr}\n) > ${upper ?? level}`;
  }
}

const lengthOf = (ms: number) => formatSeconds(ms / 1_000);
