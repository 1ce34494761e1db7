import type { Replay, Unit } from "@mission-control/contracts";
import { ruleKinds } from "../alerts/rule-kinds.ts";
import type { ShownRule } from "../data/use-rule.ts";
import { valueText } from "../format/value.ts";
import type { TemplateValues } from "./fill-template.ts";
import { measureOf, numberOf } from "./measure.ts";
import { proposeLevel, type Seen } from "./propose-level.ts";
import { keyOfLabels } from "./replay-words.ts";
import type { RuleDraft } from "./rule-draft.ts";
import type { RuleFault } from "./rule-of.ts";
import { proposedName } from "./rule-words.ts";

/** How a rule stands, where that is worth a word. */
function standOf({ enabled, health }: ShownRule): string[] {
  if (!enabled) return ["Off"];
  const { state, firing, pending, error } = health;
  if (state === "firing") return [firing > 1 ? `${firing.toLocaleString("en")} firing` : "Firing"];
  if (state === "pending") return [pending > 1 ? `${pending.toLocaleString("en")} pending` : "Pending"];
  if (state === "no-data") return ["No data"];
  return state === "error" ? [`Cannot be evaluated${error === null ? "" : `: ${error}`}`] : [];
}

/** What stands beside the page's title: how it stands, and what the rule says. */
export function noteOf(draft: RuleDraft, kept: ShownRule | undefined): string {
  const said = proposedName(draft) || ruleKinds[draft.kind].title;
  return [...(kept === undefined ? [] : standOf(kept)), said].join(" · ");
}

/** What a rule lacks to be replayed: the first thing, as one would say it. */
export function missingWords(faults: readonly RuleFault[]): string {
  const first = faults.find(({ path }) => path === "when.expr") ?? faults[0];
  const [what] = Object.entries(called).find(([path]) => first?.path.startsWith(path)) ?? [];
  if (first === undefined) return "";
  const words = what === undefined ? first.message : `${called[what]}: ${lower(first.message)}`;
  return `Once the rule is whole, what it would have done stands here. ${words}`;
}

/** What fields are called where their fault stands elsewhere. */
const called: Readonly<Record<string, string>> = {
  "when.level": "The level",
  "when.upper": "The end of the range",
  "when.clear": "The level at which it clears",
  "when.windowMs": "The window",
  forMs: "For how long",
  clearForMs: "When it clears",
  everyMs: "How often it is looked at",
};

const lower = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);

/** The fields of a level that is proposed, with one at which it is over. */
export function levelFields(draft: RuleDraft, seen: Seen): Partial<RuleDraft> {
  const { level, clear } = proposeLevel(seen, draft.op);
  return { level: measureOf(level, draft.unit), clear: measureOf(clear, draft.unit) };
}

/** What the words of an example stand for: of the alert that fired most, or else of what is known. */
export function exampleValues(draft: RuleDraft, replay: Replay | undefined): TemplateValues {
  const first = replay?.alerts[0];
  const labels = { ...recordOf(draft), ...first?.labels };
  const text = (value: number) =>
    valueText(value, (replay?.unit ?? draft.unit) as Unit).replaceAll("\u00a0", " ");
  const value = (replay === undefined ? undefined : valueThen(replay)) ?? numberOf(draft.level, draft.unit);
  return {
    name: draft.name.trim() || proposedName(draft),
    severity: draft.severity,
    owner: draft.owner,
    value: value === undefined || Number.isNaN(value) ? "no value" : text(value),
    labels,
  };
}

const recordOf = ({ labels }: RuleDraft): Record<string, string> =>
  Object.fromEntries(labels.filter(({ name }) => name !== "").map(({ name, value }) => [name, value]));

/** The value of the alert that fired most when it fired last, or else its newest. */
function valueThen({ alerts, chart }: Replay): number | undefined {
  const [first] = alerts;
  if (first === undefined) return undefined;
  const key = keyOfLabels(first.labels);
  const series = chart.series.find(({ labels }) => keyOfLabels(labels) === key) ?? chart.series[0];
  const fired = first.stretches.findLast(({ state }) => state === "firing");
  const at = fired === undefined ? -1 : chart.timesMs.findIndex((ms) => ms >= fired.fromMs);
  const then = at < 0 ? undefined : series?.max[at];
  return then ?? series?.mean.findLast((value) => value !== null) ?? undefined;
}
