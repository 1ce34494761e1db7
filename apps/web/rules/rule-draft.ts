import type {
  Rule,
  RuleKind,
  RuleOperator,
  RuleTell,
  RuleWhen,
  Severity,
  Unit,
} from "@mission-control/contracts";
import { type Measure, measureOf } from "./measure.ts";

/** A label with a value, as both are typed. */
export interface TypedLabel {
  readonly name: string;
  readonly value: string;
}

/** Whom a rule tells when nobody has acknowledged for so long. */
export interface TypedEscalation {
  readonly after: Measure;
  readonly channels: readonly string[];
}

/**
 * A rule while it is being written: every field as it is typed, those of all kinds beside each other, so that who looks at
 * another kind and comes back has lost nothing. `ruleOf` makes a rule of it, `draftOf` the fields of a rule.
 */
export interface RuleDraft {
  /** Where it stands; empty for one that is new. */
  readonly slug: string;
  /** Empty is as `proposedName` says. */
  readonly name: string;
  readonly enabled: boolean;
  readonly kind: RuleKind;
  readonly expr: string;
  readonly store: string;
  readonly unit: Unit;
  readonly op: RuleOperator;
  readonly level: Measure;
  readonly upper: Measure;
  readonly clear: Measure;
  readonly clearUpper: Measure;
  readonly senders: readonly TypedLabel[];
  readonly atLeast: string;
  readonly after: Measure;
  readonly types: string;
  readonly eventService: string;
  readonly host: string;
  readonly search: string;
  readonly fingerprint: string;
  readonly eventSeverity: Severity | "";
  readonly moreThan: Measure;
  readonly service: string;
  readonly quantile: Measure;
  readonly slower: Measure;
  readonly against: "hour" | "day" | "week";
  readonly direction: "up" | "down" | "either";
  readonly by: Measure;
  readonly within: Measure;
  readonly from: Measure;
  readonly probe: string;
  readonly failing: Measure;
  readonly places: string;
  readonly withinDays: string;
  /** The window of the kinds that have one. */
  readonly window: Measure;
  readonly every: Measure;
  readonly for: Measure;
  readonly clearFor: Measure;
  readonly noData: Rule["noData"];
  readonly noDataAfter: Measure;
  readonly onError: Rule["onError"];
  readonly severity: Severity;
  readonly owner: string;
  readonly runbook: string;
  readonly labels: readonly TypedLabel[];
  readonly title: string;
  readonly description: string;
  readonly view: string;
  readonly channels: readonly string[];
  readonly groupBy: readonly string[];
  readonly wait: Measure;
  readonly interval: Measure;
  readonly repeat: Measure;
  readonly escalate: readonly TypedEscalation[];
  readonly resolved: boolean;
}

const length = (ms: number): Measure => measureOf(ms, "length");
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What a rule begins with: Alertmanager's times, and what most rules of a kind say. */
const empty: RuleDraft = {
  slug: "",
  name: "",
  enabled: true,
  kind: "threshold",
  expr: "",
  store: "",
  unit: "none",
  op: "above",
  level: measureOf(undefined, "none"),
  upper: measureOf(undefined, "none"),
  clear: measureOf(undefined, "none"),
  clearUpper: measureOf(undefined, "none"),
  senders: [{ name: "service", value: "" }],
  atLeast: "1",
  after: length(2 * MINUTE_MS),
  types: "",
  eventService: "",
  host: "",
  search: "",
  fingerprint: "",
  eventSeverity: "",
  moreThan: measureOf(10, "count"),
  service: "",
  quantile: measureOf(0.9, "ratio"),
  slower: measureOf(0.3, "seconds"),
  against: "week",
  direction: "either",
  by: measureOf(0.5, "ratio"),
  within: length(7 * DAY_MS),
  from: length(DAY_MS),
  probe: "",
  failing: measureOf(0.5, "ratio"),
  places: "1",
  withinDays: "15",
  window: length(5 * MINUTE_MS),
  every: length(10_000),
  for: length(5 * MINUTE_MS),
  clearFor: length(2 * MINUTE_MS),
  noData: "no-data",
  noDataAfter: length(2 * MINUTE_MS),
  onError: "error",
  severity: "error",
  owner: "",
  runbook: "",
  labels: [],
  title: "{{name}}",
  description: "",
  view: "",
  channels: [],
  groupBy: ["rule"],
  wait: length(30_000),
  interval: length(5 * MINUTE_MS),
  repeat: length(4 * 60 * MINUTE_MS),
  escalate: [],
  resolved: true,
};

/** How long it has to be bad by default: what is counted or waited for already says so itself. */
const usualForMs: Readonly<Record<RuleKind, number>> = {
  threshold: 5 * MINUTE_MS,
  slow: 5 * MINUTE_MS,
  change: 10 * MINUTE_MS,
  forecast: 10 * MINUTE_MS,
  promql: 5 * MINUTE_MS,
  quiet: 0,
  senders: 0,
  events: 0,
  probe: 0,
  certificate: 0,
};

/** A draft of nothing yet, but for what is known already. */
export const newDraft = (known: Partial<RuleDraft> = {}): RuleDraft => ({ ...empty, ...known });

/** The draft as a rule of another kind: all that was typed stays, times that were nobody's choice become that kind's. */
export function withKind(draft: RuleDraft, kind: RuleKind): RuleDraft {
  const { text, scale } = length(usualForMs[draft.kind]);
  const isUsual = draft.for.text === text && draft.for.scale === scale;
  return { ...draft, kind, for: isUsual ? length(usualForMs[kind]) : draft.for };
}

/** The fields of a rule. */
export function draftOf(rule: Rule): RuleDraft {
  const { tell } = rule;
  return {
    ...empty,
    ...fieldsOfWhen(rule.when),
    slug: rule.slug,
    name: rule.name,
    enabled: rule.enabled,
    every: length(rule.everyMs),
    for: length(rule.forMs),
    clearFor: length(rule.clearForMs),
    noData: rule.noData,
    noDataAfter: length(rule.noDataAfterMs),
    onError: rule.onError,
    severity: rule.severity,
    owner: rule.owner,
    runbook: rule.runbook,
    labels: Object.entries(rule.labels).map(([name, value]) => ({ name, value })),
    title: rule.title,
    description: rule.description,
    view: rule.view ?? "",
    ...fieldsOfTell(tell),
  };
}

function fieldsOfTell(tell: RuleTell): Partial<RuleDraft> {
  return {
    channels: tell.channels,
    groupBy: tell.groupBy,
    wait: length(tell.waitMs),
    interval: length(tell.intervalMs),
    repeat: length(tell.repeatMs),
    escalate: tell.escalate.map(({ afterMs, channels }) => ({ after: length(afterMs), channels })),
    resolved: tell.resolved,
  };
}

/** The fields that are of what a rule looks at; a proposal of the tuner is taken over by them, too. */
export function fieldsOfWhen(when: RuleWhen): Partial<RuleDraft> {
  const { kind } = when;
  switch (kind) {
    case "threshold":
      return {
        kind,
        ...asked(when),
        unit: when.unit,
        op: when.op,
        level: measureOf(when.level, when.unit),
        upper: measureOf(when.upper, when.unit),
        clear: measureOf(when.clear, when.unit),
        clearUpper: measureOf(when.clearUpper, when.unit),
      };
    case "quiet":
      return { kind, senders: labelRows(when.senders), after: length(when.afterMs) };
    case "senders":
      return {
        kind,
        senders: labelRows(when.senders),
        atLeast: String(when.atLeast),
        after: length(when.afterMs),
      };
    case "events":
      return {
        kind,
        types: when.events.types.join(", "),
        eventService: when.events.service,
        host: when.events.host,
        search: when.events.search,
        fingerprint: when.events.fingerprint,
        eventSeverity: when.events.severity ?? "",
        moreThan: measureOf(when.moreThan, "count"),
        window: length(when.windowMs),
      };
    case "slow":
      return {
        kind,
        service: when.service,
        quantile: measureOf(when.quantile, "ratio"),
        slower: measureOf(when.aboveS, "seconds"),
        window: length(when.windowMs),
      };
    case "change":
      return {
        kind,
        ...asked(when),
        against: when.against,
        direction: when.direction,
        by: measureOf(when.byRatio, "ratio"),
        window: length(when.windowMs),
      };
    case "forecast":
      return {
        kind,
        ...asked(when),
        unit: when.unit,
        op: when.op,
        level: measureOf(when.level, when.unit),
        within: length(when.withinMs),
        from: length(when.fromMs),
      };
    case "probe":
      return {
        kind,
        probe: when.probe,
        failing: measureOf(when.failing, "ratio"),
        places: String(when.places),
        window: length(when.windowMs),
      };
    case "certificate":
      return { kind, probe: when.probe, withinDays: String(when.withinDays) };
    case "promql":
      return { kind, ...asked(when), unit: when.unit };
  }
}

const asked = ({ expr, store }: { expr: string; store?: string | undefined }) => ({
  expr,
  store: store ?? "",
});

const labelRows = (labels: Readonly<Record<string, string>>): TypedLabel[] =>
  Object.entries(labels).map(([name, value]) => ({ name, value }));
