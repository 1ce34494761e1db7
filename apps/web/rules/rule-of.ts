import { type Rule, ruleFaults, ruleSchema, slugOf } from "@mission-control/contracts";
import { stepText } from "../format/time.ts";
import { type Measure, numberOf, type Quantity } from "./measure.ts";
import type { RuleDraft, TypedLabel } from "./rule-draft.ts";
import { proposedName } from "./rule-words.ts";

/** What is wrong with a rule: where in it, and in words. */
export interface RuleFault {
  readonly path: string;
  readonly message: string;
}

/** The rule of a draft, or all that is wrong with it. */
export type Checked =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly faults: readonly RuleFault[] };

/** The rule that a draft says, as the server would check it. */
export function ruleOf(draft: RuleDraft): Checked {
  return check({ ...rawOf(draft), ...aboutOf(draft) }, draft);
}

/**
 * The part of it that decides when it fires, under a name of its own: what it says and whom it tells changes nothing of a
 * replay, and need not be right yet.
 */
export function watchedOf(draft: RuleDraft): Checked {
  return check({ ...rawOf(draft), slug: "preview", name: "preview" }, { ...draft, labels: [] });
}

function check(raw: object, draft: RuleDraft): Checked {
  const parsed = ruleSchema.safeParse(raw);
  const faults = parsed.success
    ? ruleFaults(parsed.data).map(({ path, message }) => ({ path, message: sentence(message) }))
    : parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: wordsOf(issue) }));
  const all = [...faultsOfRows(draft), ...faults.map((fault) => atRow(fault, draft))];
  return parsed.success && all.length === 0 ? { ok: true, rule: parsed.data } : { ok: false, faults: all };
}

/** The rows of labels that a draft has, by where their record is in the rule. */
const rowsOf = ({
  kind,
  senders,
  labels,
}: RuleDraft): readonly (readonly [string, readonly TypedLabel[]])[] => [
  ...(kind === "quiet" || kind === "senders" ? [["when.senders", senders] as const] : []),
  ["labels", labels],
];

/** What no record of labels could say: a row without a value, a name that comes twice. */
const faultsOfRows = (draft: RuleDraft): RuleFault[] =>
  rowsOf(draft).flatMap(([path, rows]) => {
    const typed = rows.map(({ name, value }) => ({ name: name.trim(), value: value.trim() }));
    // Without any sender the rule itself says that one is missing.
    const isEmpty = path !== "labels" && typed.every(({ value }) => value === "");
    return typed.flatMap(({ name, value }, i): RuleFault[] => {
      if (name === "" || isEmpty) return [];
      if (value === "") return [{ path: `${path}.${i}.value`, message: "Give it a value, or take it away." }];
      const isTwice = typed.findIndex((each) => each.name === name) < i;
      return isTwice ? [{ path: `${path}.${i}.name`, message: "This label is there already." }] : [];
    });
  });

/**
 * The fault of a record of labels, which is at a label's name, as that of its row: `labels.team` is `labels.0.name`. What is wrong
 * with the whole of them stands in the first. Faults of other fields stay as they are.
 */
export function atRow(fault: RuleFault, draft: RuleDraft): RuleFault {
  for (const [path, rows] of rowsOf(draft)) {
    if (fault.path === path && rows.length > 0) return { ...fault, path: `${path}.0.value` };
    if (!fault.path.startsWith(`${path}.`)) continue;
    const name = fault.path.slice(path.length + 1);
    const row = rows.findIndex((each) => each.name.trim() === name && each.value.trim() !== "");
    if (row >= 0) return { ...fault, path: `${path}.${row}.name` };
  }
  return fault;
}

const number = (measure: Measure, of: Quantity) => numberOf(measure, of);
/** What has to be said is no number where nothing was: left out, it would be whatever the schema has instead. */
const ms = (measure: Measure) => numberOf(measure, "length") ?? Number.NaN;
/** A ratio as it was typed in per cent. */
const ratio = (measure: Measure) => numberOf(measure, "ratio") ?? Number.NaN;
const count = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

function rawOf(draft: RuleDraft): object {
  return {
    when: whenOf(draft),
    everyMs: ms(draft.every),
    forMs: ms(draft.for),
    clearForMs: ms(draft.clearFor),
    noData: draft.noData,
    noDataAfterMs: ms(draft.noDataAfter),
    onError: draft.onError,
  };
}

function aboutOf(draft: RuleDraft): object {
  const name = draft.name.trim() === "" ? proposedName(draft) : draft.name;
  return {
    slug: draft.slug === "" ? slugOf(name) : draft.slug,
    name,
    enabled: draft.enabled,
    severity: draft.severity,
    owner: draft.owner,
    runbook: draft.runbook,
    labels: recordOf(draft.labels),
    title: draft.title,
    description: draft.description,
    ...(draft.view !== "" && { view: draft.view }),
    tell: {
      channels: draft.channels,
      groupBy: draft.groupBy,
      waitMs: ms(draft.wait),
      intervalMs: ms(draft.interval),
      repeatMs: ms(draft.repeat),
      escalate: draft.escalate.map(({ after, channels }) => ({ afterMs: ms(after), channels })),
      resolved: draft.resolved,
    },
  };
}

function whenOf(draft: RuleDraft): object {
  const { kind, unit, op } = draft;
  const store = draft.store === "" ? {} : { store: draft.store };
  switch (kind) {
    case "threshold": {
      const isRange = op === "inside" || op === "outside";
      return {
        kind,
        expr: draft.expr,
        ...store,
        unit,
        op,
        level: number(draft.level, unit),
        ...(isRange && { upper: number(draft.upper, unit) }),
        clear: number(draft.clear, unit),
        ...(isRange && { clearUpper: number(draft.clearUpper, unit) }),
      };
    }
    case "quiet":
      return { kind, senders: recordOf(draft.senders), afterMs: ms(draft.after) };
    case "senders":
      return {
        kind,
        senders: recordOf(draft.senders),
        atLeast: count(draft.atLeast),
        afterMs: ms(draft.after),
      };
    case "events":
      return {
        kind,
        events: {
          types: draft.types
            .split(",")
            .map((type) => type.trim())
            .filter((type) => type !== ""),
          service: draft.eventService,
          host: draft.host,
          search: draft.search,
          fingerprint: draft.fingerprint,
          ...(draft.eventSeverity !== "" && { severity: draft.eventSeverity }),
        },
        moreThan: number(draft.moreThan, "count"),
        windowMs: ms(draft.window),
      };
    case "slow":
      return {
        kind,
        service: draft.service,
        quantile: ratio(draft.quantile),
        aboveS: number(draft.slower, "seconds"),
        windowMs: ms(draft.window),
      };
    case "change":
      return {
        kind,
        expr: draft.expr,
        ...store,
        against: draft.against,
        direction: draft.direction,
        byRatio: ratio(draft.by),
        windowMs: ms(draft.window),
      };
    case "forecast":
      return {
        kind,
        expr: draft.expr,
        ...store,
        unit,
        op: op === "below" ? op : "above",
        level: number(draft.level, unit),
        withinMs: ms(draft.within),
        fromMs: ms(draft.from),
      };
    case "probe":
      return {
        kind,
        probe: draft.probe,
        failing: ratio(draft.failing),
        places: count(draft.places),
        windowMs: ms(draft.window),
      };
    case "certificate":
      return { kind, probe: draft.probe, withinDays: count(draft.withinDays) };
    case "promql":
      return { kind, expr: draft.expr, ...store, unit };
  }
}

/** Rows without a value say nothing here, and of a name that comes twice the last counts: `faultsOfRows` tells of both. */
const recordOf = (rows: readonly TypedLabel[]): Record<string, string> =>
  Object.fromEntries(
    rows.map(({ name, value }) => [name.trim(), value.trim()] as const).filter(([, value]) => value !== ""),
  );

/** What a schema says of a field, as it stands beside it. */
function wordsOf(issue: {
  readonly code?: string | undefined;
  readonly message: string;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
}): string {
  const isLength = issue.message === "a length of time";
  if (isLength && issue.code === "too_big") return `It can be at most ${stepText(Number(issue.maximum))}.`;
  const isOurs = !/^(Too|Invalid|Unrecognized|Expected)\b/.test(issue.message);
  if (isOurs) return sentence(issue.message);
  if (issue.code === "too_small") return `It has to be at least ${issue.minimum}.`;
  if (issue.code === "too_big") return `It can be at most ${issue.maximum}.`;
  if (issue.code === "invalid_key") return "Give a label's name.";
  return issue.code === "invalid_type" ? "Give a whole number." : `${issue.message}.`;
}

/** "a number" as a sentence of its own; what the server says of a field goes through it, too. */
export function sentence(words: string): string {
  const text = words.trim().replace(/\.$/, "");
  if (/^(a|an) /.test(text)) return `Give ${text}.`;
  if (/^at (least|most) /.test(text)) return `It has to be ${text}.`;
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

/** What is wrong with a field, or with something below it. */
export const faultAt = (faults: readonly RuleFault[], path: string): string | undefined =>
  faults.find((fault) => fault.path === path || fault.path.startsWith(`${path}.`))?.message;
