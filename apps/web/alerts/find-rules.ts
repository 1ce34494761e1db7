import type { RuleList, Unit } from "@mission-control/contracts";
import { compareText } from "../format/text.ts";
import { hasWords, labelTexts } from "./has-words.ts";

/** A rule with how it is doing. */
export type ListedRule = RuleList["rules"][number];

/** What wants a look stands in front. */
const order: Record<ListedRule["health"]["state"], number> = {
  firing: 0,
  recovering: 1,
  error: 2,
  "no-data": 3,
  pending: 4,
  new: 5,
  normal: 5,
  off: 6,
};

/** The rules that have every word in their name, owner, severity, labels or channels; those that want a look in front. */
export function findRules(rules: readonly ListedRule[], question: string | undefined): ListedRule[] {
  return rules
    .filter((rule) =>
      hasWords(question, [
        rule.name,
        rule.slug,
        rule.owner,
        rule.severity,
        ...labelTexts(rule.labels),
        ...channelsOf(rule),
      ]),
    )
    .sort(
      (a, b) =>
        order[a.health.state] - order[b.health.state] ||
        compareText(a.name, b.name) ||
        (a.slug < b.slug ? -1 : 1),
    );
}

/** The channels that a rule tells, at once and later, each once. */
export const channelsOf = ({ tell }: Pick<ListedRule, "tell">): string[] => [
  ...new Set([...tell.channels, ...tell.escalate.flatMap(({ channels }) => channels)]),
];

/** The unit of what a rule looks at. */
export function unitOfRule({ when }: Pick<ListedRule, "when">): Unit {
  if (when.kind === "quiet" || when.kind === "slow" || when.kind === "certificate") return "seconds";
  if (when.kind === "change") return "ratio";
  return "unit" in when ? when.unit : "none";
}
