import type { RuleKind } from "@mission-control/contracts";

/** What is chosen as to when a rule fires, in the words of its card. */
export const ruleKinds: Readonly<Record<RuleKind, { readonly title: string; readonly about: string }>> = {
  threshold: { title: "A value crosses a threshold", about: "above, below or out of a range" },
  quiet: { title: "A service goes quiet", about: "no metrics of it arrive any more" },
  senders: { title: "Senders are gone", about: "so many of a service's" },
  events: { title: "Too many events", about: "more than so many in a window" },
  slow: { title: "Responses are slow", about: "a share of a service's requests" },
  change: { title: "Something changed", about: "against an hour, day or week ago" },
  forecast: { title: "It will run full", about: "going on like this, within days" },
  probe: { title: "A probe fails", about: "too often, or at several places" },
  certificate: { title: "A certificate ends", about: "within days; told of each day" },
  promql: { title: "Any PromQL", about: "each series that it gives is an alert" },
};

/** The order of the cards: what most rules are, in front. */
export const ruleKindNames = Object.keys(ruleKinds) as RuleKind[];
