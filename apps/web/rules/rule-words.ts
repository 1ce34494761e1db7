import { limits, type RuleKind, type RuleOperator } from "@mission-control/contracts";
import { subjectOfExpr, titleOfExpr } from "../meta/lane-of-expr.ts";
import { type Measure, measureText, type Quantity } from "./measure.ts";
import type { RuleDraft } from "./rule-draft.ts";

export const againstWords: Readonly<Record<RuleDraft["against"], string>> = {
  hour: "an hour before",
  day: "a day before",
  week: "a week before",
};

/** Whether a kind asks for an expression. */
export const asksExpr = (kind: RuleKind): boolean =>
  kind === "threshold" || kind === "change" || kind === "forecast" || kind === "promql";

/** On which side of its level something is good again. */
export const clearWords: Readonly<Record<RuleOperator, string>> = {
  above: "below",
  below: "above",
  inside: "outside",
  outside: "within",
};

/** What a rule is called where nobody named it: "api latency above 300 ms". Empty while too little of it is said. */
export function proposedName(draft: RuleDraft): string {
  return wordsOf(draft).replaceAll("\u00a0", " ").trim().slice(0, limits.nameLength);
}

/** What is longer is no name. */
const LONG = 60;

/** What an expression is called in a rule's name: a long one by its metric, where it is of one, with its quantile. */
function calledExpr(expr: string): string {
  const title = titleOfExpr(expr);
  if (title.length <= LONG) return title;
  const metric = subjectOfExpr(expr)?.metric;
  const [, quantile] = /\bhistogram_quantile\(\s*([\d.]+)\s*,/.exec(expr) ?? [];
  if (metric === undefined) return title;
  return quantile === undefined
    ? metric
    : `${metric.replace(/_bucket$/, "")} p${Number((Number(quantile) * 100).toPrecision(4))}`;
}

function wordsOf(draft: RuleDraft): string {
  const of = draft.expr.trim() === "" ? "" : calledExpr(draft.expr.trim());
  const said = (measure: Measure, quantity: Quantity) => measureText(measure, quantity) || "…";
  const who = draft.senders.map(({ value }) => value.trim()).find((value) => value !== "") ?? "";
  switch (draft.kind) {
    case "threshold": {
      if (of === "") return "";
      const { op, unit } = draft;
      const isRange = op === "inside" || op === "outside";
      const end = isRange ? ` to ${said(draft.upper, unit)}` : "";
      return `${of} ${op} ${said(draft.level, unit)}${end}`;
    }
    case "quiet":
      return who === "" ? "" : `${who} is quiet`;
    case "senders":
      return who === "" ? "" : `${who}: ${draft.atLeast.trim() || "…"} senders gone`;
    case "events": {
      const what = [draft.types, draft.eventService, draft.search].map((part) => part.trim()).filter(Boolean);
      return `More than ${said(draft.moreThan, "count")} events${what.length === 0 ? "" : ` of ${what.join(", ")}`}`;
    }
    case "slow":
      return `${draft.service.trim() || "Requests"} slower than ${said(draft.slower, "seconds")}`;
    case "change":
      return of === ""
        ? ""
        : `${of} changed by ${said(draft.by, "ratio")} against ${againstWords[draft.against]}`;
    case "forecast":
      return of === ""
        ? ""
        : `${of} will be ${draft.op === "below" ? "below" : "above"} ${said(draft.level, draft.unit)}`;
    case "probe":
      return `${draft.probe.trim() || "A probe"} fails`;
    case "certificate":
      return `Certificate of ${draft.probe.trim() || "a probe"} ends`;
    case "promql":
      return of;
  }
}
