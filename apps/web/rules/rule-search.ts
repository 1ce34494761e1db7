import { limits, type RuleOperator, ruleOperators, type Unit, unitSchema } from "@mission-control/contracts";
import { measureOf } from "./measure.ts";
import { newDraft, type RuleDraft, withKind } from "./rule-draft.ts";

/** What a link to a new rule says of it already. */
export interface NewRuleSearch {
  /** Of a probe: what is watched of it, and its slug. */
  readonly kind?: "probe" | "certificate" | undefined;
  readonly probe?: string | undefined;
  readonly expr?: string | undefined;
  readonly unit?: Unit | undefined;
  readonly store?: string | undefined;
  readonly op?: RuleOperator | undefined;
  readonly level?: number | undefined;
  /** The view it was begun at. */
  readonly view?: string | undefined;
  /** The rule that it begins as a copy of. */
  readonly copy?: string | undefined;
}

const probeKinds = ["probe", "certificate"] as const;

/** Reads the address of a new rule; what makes no sense is left out. */
export function readNewRule(raw: Readonly<Record<string, unknown>>): NewRuleSearch {
  const text = (value: unknown, most: number) =>
    typeof value === "string" && value.trim() !== "" && value.length <= most ? value : undefined;
  const level = text(raw.level, 40);
  return {
    kind: probeKinds.find((kind) => kind === raw.kind),
    probe: text(raw.probe, limits.nameLength),
    expr: text(raw.expr, limits.expressionLength),
    unit: unitSchema.safeParse(raw.unit).data,
    store: text(raw.store, limits.nameLength),
    op: ruleOperators.find((op) => op === raw.op),
    level: level !== undefined && Number.isFinite(Number(level)) ? Number(level) : undefined,
    view: text(raw.view, 64),
    copy: text(raw.copy, 64),
  };
}

/** Where a page stands, as far as a rule that is being written goes. */
interface Place {
  readonly pathname: string;
  readonly search: object;
}

/** Whether another place is another rule's: a new rule is also told by what its address says of it. */
export const isOtherRule = (here: Place, there: Place): boolean => ruleAt(here) !== ruleAt(there);

const ruleAt = ({ pathname, search }: Place): string =>
  JSON.stringify([pathname, readNewRule(search as Readonly<Record<string, unknown>>)]);

/** The narrowest window of a rate in a rule, in place of the one that suits a lane's columns. */
const RATE_WINDOW = "1m";

/** The draft that such a link begins. Intervals that depend on how wide a chart is are fixed: a rule has none. */
export function draftOfSearch(search: NewRuleSearch): RuleDraft {
  const { expr = "", unit = "none", store = "", op = "above", level, view = "" } = search;
  const { kind, probe = "" } = search;
  const draft = newDraft({
    probe,
    expr: expr.replaceAll("$__rate_interval", RATE_WINDOW).replaceAll("$__interval", RATE_WINDOW),
    unit,
    store,
    op,
    level: measureOf(level, unit),
    upper: measureOf(undefined, unit),
    clear: measureOf(undefined, unit),
    clearUpper: measureOf(undefined, unit),
    view,
  });
  return kind === undefined ? draft : withKind(draft, kind);
}
