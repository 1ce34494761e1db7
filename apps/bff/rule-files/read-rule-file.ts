import {
  limits,
  type Rule,
  type RuleImportNote,
  rejectsOf,
  ruleFaults,
  ruleSchema,
  type Severity,
  slugOf,
} from "@mission-control/contracts";
import { PromqlError, parseDuration, parseExpr } from "@mission-control/promql";
import { z } from "zod";
import { type LinedFault, readText } from "../views/view-text.ts";
import { reservedRules } from "./reserved.ts";
import { templateOf } from "./template.ts";

/** A rule file as a text, and the store whose expressions are in it; without one the default store. */
export interface RuleFileText {
  readonly text: string;
  readonly store?: string | undefined;
  /** Whether that store evaluates by itself: it may understand what we do not. */
  readonly isElsewhere?: boolean | undefined;
}

/** The alerting rules of a file, and what could not be carried over; or what is wrong with it. */
export type ReadRuleFile =
  | {
      readonly ok: true;
      readonly rules: readonly { readonly rule: Rule; readonly group: string }[];
      readonly notes: readonly RuleImportNote[];
    }
  | { readonly ok: false; readonly faults: readonly LinedFault[] };

/** YAML has numbers and truths where Prometheus wants texts, and takes them as such. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const texts = z.record(z.string(), scalar).nullish();

const groupSchema = z.looseObject({
  name: scalar,
  interval: scalar.nullish(),
  labels: texts,
  rules: z.array(z.record(z.string(), z.unknown())).nullish(),
});
const fileSchema = z.looseObject({ groups: z.array(groupSchema) });

const alertSchema = z.looseObject({
  alert: scalar.pipe(z.string().min(1)),
  expr: scalar.pipe(z.string().min(1)),
  for: scalar.nullish(),
  keep_firing_for: scalar.nullish(),
  labels: texts,
  annotations: texts,
});

type Group = z.infer<typeof groupSchema>;
type PrometheusAlert = z.infer<typeof alertSchema>;

const GROUP_KEYS = new Set(["name", "interval", "labels", "rules"]);
const RULE_KEYS = new Set(["alert", "expr", "for", "keep_firing_for", "labels", "annotations"]);

/** Words that teams use for how grave something is. */
const SEVERITIES: ReadonlyMap<string, Severity> = new Map([
  ...["critical", "page", "emergency", "disaster"].map((word): [string, Severity] => [word, "critical"]),
  ...["error", "high", "major"].map((word): [string, Severity] => [word, "error"]),
  ...["warning", "warn", "ticket", "minor", "medium"].map((word): [string, Severity] => [word, "warning"]),
  ...["info", "none", "low", "notice"].map((word): [string, Severity] => [word, "info"]),
]);

/** Annotations by what they become; the first one that is there counts. */
const TITLES = ["summary", "title"];
const DESCRIPTIONS = ["description", "message"];
const RUNBOOKS = ["runbook_url", "runbook"];

const DAY_MS = 86_400_000;

/**
 * Reads a Prometheus rule file: each alerting rule becomes one of the kind `promql`. Where the file is none, there are no rules;
 * what a single rule has that cannot be carried over is told, and a rule that cannot be carried over at all is left out.
 */
export function readRuleFile({ text, store, isElsewhere = false }: RuleFileText): ReadRuleFile {
  const read = readText(text);
  if (!read.ok) return read;
  const rules: { rule: Rule; group: string }[] = [];
  const notes: RuleImportNote[] = [];
  const slugs = new Set<string>(reservedRules);
  for (const { value, lineOf } of read.documents) {
    if (value === null || value === undefined) continue;
    const { data, error } = fileSchema.safeParse(value);
    if (error !== undefined)
      return {
        ok: false,
        faults: rejectsOf(error).map((fault) => ({ ...fault, line: lineOf(fault.path.split(".")) })),
      };
    for (const group of data.groups)
      for (const given of rulesIn(group, notes)) {
        const rule = ruleIn(given, group, { store, isElsewhere, slugs, notes });
        if (rule !== undefined) rules.push({ rule, group: group.name });
      }
  }
  if (rules.length === 0 && notes.length === 0)
    return refused("there is no rule in it: it has `groups:` with `rules:`");
  if (rules.length > limits.rules) return refused(`at most ${limits.rules} rules, not ${rules.length}`);
  return { ok: true, rules, notes: toldOf(notes) };
}

/** The alerting rules of a group. */
function rulesIn(group: Group, notes: RuleImportNote[]): PrometheusAlert[] {
  const odd = Object.keys(group).filter((key) => !GROUP_KEYS.has(key));
  if (odd.length > 0)
    notes.push({
      rule: "",
      message: `group "${group.name}": ${odd.join(", ")} is nothing that a rule has here`,
    });
  return (group.rules ?? []).flatMap((given) => {
    if (given.record !== undefined) {
      notes.push({
        rule: String(given.record),
        message: "a recording rule: rules here alert; write its expression where it is used",
      });
      return [];
    }
    const { data, error } = alertSchema.safeParse(given);
    if (data !== undefined) return [data];
    const [first] = rejectsOf(error);
    const name = typeof given.alert === "string" ? given.alert : `a rule of "${group.name}"`;
    notes.push({ rule: name, message: `left out: ${first?.path ?? ""}: ${first?.message ?? ""}` });
    return [];
  });
}

function ruleIn(
  given: PrometheusAlert,
  group: Group,
  to: { store: string | undefined; isElsewhere: boolean; slugs: Set<string>; notes: RuleImportNote[] },
): Rule | undefined {
  const name = given.alert.slice(0, limits.nameLength);
  const note = (message: string) => to.notes.push({ rule: name, message });
  const fault = to.isElsewhere ? undefined : faultIn(given.expr);
  if (fault !== undefined) {
    note(`left out: its expression is not understood: ${fault}`);
    return undefined;
  }
  const odd = Object.keys(given).filter((key) => !RULE_KEYS.has(key));
  if (odd.length > 0) note(`${odd.join(", ")} is nothing that a rule has here`);

  const { severity, owner, labels } = labelsIn({ ...group.labels, ...given.labels }, note);
  const { title, description, runbook, unit } = annotationsIn(given.annotations ?? {}, note);
  const everyMs = lengthIn(group.interval, "interval", { leastMs: 1_000, mostMs: 3_600_000 }, note);
  const candidate = {
    slug: slugIn(given.alert, to.slugs),
    name,
    when: {
      kind: "promql",
      expr: given.expr,
      ...(to.store === undefined ? {} : { store: to.store }),
      ...(unit === undefined ? {} : { unit }),
    },
    ...(everyMs === undefined ? {} : { everyMs }),
    forMs: lengthIn(given.for, "for", { leastMs: 0, mostMs: DAY_MS }, note) ?? 0,
    clearForMs: lengthIn(given.keep_firing_for, "keep_firing_for", { leastMs: 0, mostMs: DAY_MS }, note) ?? 0,
    // As Prometheus has it: what fires goes on while the evaluation fails.
    onError: "keep",
    severity,
    owner,
    labels,
    title,
    description,
    runbook,
  };
  const { data, error } = ruleSchema.safeParse(candidate);
  const wrong = error === undefined ? ruleFaults(data).map(({ message }) => message) : messagesOf(error);
  if (data !== undefined && wrong.length === 0) {
    to.slugs.add(data.slug);
    return data;
  }
  note(`left out: ${wrong[0] ?? "it is no rule"}`);
  return undefined;
}

const messagesOf = (error: z.ZodError): string[] =>
  rejectsOf(error).map(({ path, message }) => `${path}: ${message}`);

function faultIn(expr: string): string | undefined {
  try {
    parseExpr(expr);
    return undefined;
  } catch (error) {
    if (error instanceof PromqlError) return error.message;
    throw error;
  }
}

function labelsIn(given: Readonly<Record<string, string>>, note: (message: string) => void) {
  const labels: Record<string, string> = {};
  let severity: Severity | undefined;
  for (const [name, value] of Object.entries(given)) {
    const known = name === "severity" ? SEVERITIES.get(value.toLowerCase()) : undefined;
    if (known !== undefined) severity = known;
    else if (/\{\{/.test(value)) note(`the label ${name} is left out: labels are no templates here`);
    else if (value.trim() !== "") {
      if (name === "severity")
        note(`severity "${value}" stays a label: it is info, warning, error or critical here`);
      labels[name] = value.trim();
    }
  }
  return { severity: severity ?? "error", owner: labels.owner ?? labels.team ?? "", labels };
}

function annotationsIn(given: Readonly<Record<string, string>>, note: (message: string) => void) {
  const named = (names: readonly string[]) => names.find((name) => (given[name] ?? "").trim() !== "");
  const [titled, described, run] = [named(TITLES), named(DESCRIPTIONS), named(RUNBOOKS)];
  let unit: ReturnType<typeof templateOf>["unit"];
  const filled = (name: string | undefined): string | undefined => {
    if (name === undefined) return undefined;
    const read = templateOf((given[name] ?? "").trim());
    unit ??= read.unit;
    for (const words of read.notes) note(`${name}: ${words}`);
    if (read.text.length > limits.textLength) note(`${name} is cut at ${limits.textLength} characters`);
    return read.text.slice(0, limits.textLength);
  };
  const [title, description] = [filled(titled), filled(described)];
  const address = run === undefined ? "" : (given[run] ?? "").trim();
  const isAddress = /^https?:\/\/\S+$/i.test(address) && URL.canParse(address) && !address.includes("{{");
  if (address !== "" && !isAddress) note(`${run} is left out: it is no address of its own`);
  for (const [name, value] of Object.entries(given))
    if (![titled, described, run].includes(name) && value.trim() !== "")
      note(`the annotation ${name} is left out: ${value.trim().slice(0, 80)}`);
  return {
    ...(title === undefined ? {} : { title }),
    description: description ?? "",
    runbook: isAddress ? address : "",
    unit,
  };
}

/** A duration in ms within bounds; undefined where none is given, or it is none. */
function lengthIn(
  given: string | null | undefined,
  name: string,
  { leastMs, mostMs }: { leastMs: number; mostMs: number },
  note: (message: string) => void,
): number | undefined {
  if (given === null || given === undefined) return undefined;
  const ms = given.trim() === "0" ? 0 : Math.round(parseDuration(given.trim()) * 1_000);
  if (!Number.isFinite(ms)) {
    note(`${name}: "${given.slice(0, 40)}" is no length of time`);
    return undefined;
  }
  const kept = Math.min(mostMs, Math.max(leastMs, ms));
  if (kept !== ms)
    note(
      `${name} is ${kept / 1_000} s instead of ${given}: it can be ${leastMs / 1_000} s to ${mostMs / 1_000} s`,
    );
  return kept;
}

/** A name for the address: "HighLatency" is `high-latency`, the second one `high-latency-2`. */
function slugIn(alert: string, taken: ReadonlySet<string>): string {
  const words = alert.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2");
  const slug = slugOf(words) || "rule";
  for (let count = 1; ; count++) {
    const end = count === 1 ? "" : `-${count}`;
    const one = `${slug.slice(0, 64 - end.length)}${end}`;
    if (!taken.has(one)) return one;
  }
}

/** As many notes as one answer holds. */
function toldOf(notes: readonly RuleImportNote[]): RuleImportNote[] {
  const most = 10 * limits.rejectsPerAnswer;
  const told = notes
    .slice(0, most)
    .map(({ rule, message }) => ({ rule: rule.slice(0, limits.nameLength), message: message.slice(0, 400) }));
  return notes.length <= most ? told : [...told, { rule: "", message: `and ${notes.length - most} more` }];
}

const refused = (message: string): ReadRuleFile => ({
  ok: false,
  faults: [{ code: "custom", path: "", message }],
});
