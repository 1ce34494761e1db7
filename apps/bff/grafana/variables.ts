import { expandVariables, limits, type Variable } from "@mission-control/contracts";
import { PromqlError, parseExpr } from "@mission-control/promql";
import { isPrometheus, type Sources } from "./data-source.ts";
import { carryExpression, type KnownVariables } from "./expression.ts";
import type { Dashboard, DashboardVariable } from "./shape.ts";
import { byWidth, valuesOf } from "./variable-values.ts";

/** What became of a dashboard's variables, and what is different about them, a line each. */
export interface CarriedVariables extends KnownVariables {
  readonly notes: readonly { readonly name: string; readonly message: string }[];
}

type Found = { readonly source: Variable["source"]; readonly notes: readonly string[] };

/** Reads a dashboard's variables. `rangeMs` is the stretch of time that it opens with. */
export function carryVariables(dashboard: Dashboard, sources: Sources, rangeMs: number): CarriedVariables {
  const kept = new Map<string, Variable>();
  const fixed = new Map<string, readonly string[]>();
  const notes: { name: string; message: string }[] = [];
  const patterns = new Set<string>();
  const known = { kept, fixed, patterns, rangeMs };

  for (const given of dashboard.templating?.list ?? []) {
    const { name, type } = given;
    const tell = (message: string) => notes.push({ name, message });
    const { chosen, offered, isAll } = valuesOf(given);
    if (type === "datasource") {
      tell("chooses among data sources in Grafana; here panels ask the default store");
      continue;
    }
    if (chosen !== undefined || isAll) fixed.set(name, chosen ?? []);
    // As Grafana has it: only where several can be chosen are they values, else they may be patterns.
    if (given.multi !== true) patterns.add(name);
    if (type === "constant") continue;
    if (type === "interval" && chosen?.[0] === byWidth) {
      tell(`goes by the width of a panel in Grafana; ${byWidth} stands for it`);
      continue;
    }
    const found = sourceOf(given, offered, known, sources);
    const fault = typeof found === "string" ? found : nameFault(name, kept.size);
    if (typeof found === "string" || fault !== undefined) {
      const instead = chosen ?? firstOf(given, offered);
      fixed.set(name, instead);
      tell(`${fault}; ${instead.length === 0 ? "any value" : quoted(instead)} stands for it`);
      continue;
    }
    for (const message of found.notes) tell(message);
    const variable = variableOf(given, found.source, chosen);
    if (variable.chosen.length === 1) fixed.set(name, variable.chosen);
    kept.set(name, variable);
  }
  return { ...known, notes };
}

const quoted = (values: readonly string[]): string => `“${values.join(", ").slice(0, 100)}”`;

/** As Grafana has it, too: where nothing is chosen it is the first of a list, unless all can be. */
const firstOf = ({ includeAll }: DashboardVariable, offered: readonly string[]): readonly string[] =>
  includeAll === true ? [] : offered.slice(0, 1);

function variableOf(
  given: DashboardVariable,
  source: Variable["source"],
  chosen: readonly string[] = [],
): Variable {
  const isList = source.kind === "list";
  const all = given.includeAll === true;
  // A label's value that another installation chose says nothing here.
  const offered = isList ? chosen.filter((value) => source.values.includes(value)) : [];
  const first = isList && !all && offered.length === 0 ? source.values.slice(0, 1) : offered;
  return {
    name: given.name,
    title: given.label?.slice(0, limits.nameLength) ?? "",
    source,
    multi: given.multi ?? false,
    all,
    chosen: given.multi === true ? first : first.slice(0, 1),
  };
}

function nameFault(name: string, count: number): string | undefined {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]{0,49}$/.test(name) || name.startsWith("__"))
    return "has a name that cannot be used here";
  if (count < limits.variablesPerView) return undefined;
  return `is one of more than the ${limits.variablesPerView} that a view can have`;
}

/** Where a variable's values come from, or in words why that is nothing we have. */
function sourceOf(
  given: DashboardVariable,
  offered: readonly string[],
  known: KnownVariables,
  sources: Sources,
): Found | string {
  switch (given.type) {
    case "custom":
    case "interval":
      return listOf(offered, given.multi === true);
    case "textbox":
      return "is written freely in Grafana";
    case "adhoc":
      return "filters every panel by labels that are chosen freely";
    case "query":
      break;
    default:
      return `is of the kind “${given.type.slice(0, 40)}”, which is not known here`;
  }
  if (isPrometheus(given.datasource, sources) === false) return "asks something else than Prometheus";
  const query =
    (typeof given.query === "string" ? given.query : given.query?.query) || given.definition || "";
  const regex = given.regex ?? "";
  if (query.length > limits.expressionLength || regex.length > limits.textLength)
    return "is filled by too long a text";
  const asked = /^\s*label_values\(\s*(?:(\S[\s\S]*?),\s*)?([a-zA-Z_]\w*)\s*\)\s*$/.exec(query);
  if (asked !== null) {
    const [, match, label] = asked as unknown as [string, string | undefined, string];
    if (/\((?!\?[:=!])/.test(regex)) return `takes a part of the label ${label} by a pattern`;
    const notes = regex === "" ? [] : ["offers only values that fit a pattern in Grafana; here all of them"];
    return labelOf(label, match?.trim(), known, notes);
  }
  // What a query gives is read by a pattern such as /instance="([^"]+)"/.
  const label = /([a-zA-Z_]\w*)=\\?"\(/.exec(regex)?.[1];
  if (query.trimStart().startsWith("query_result(") && label !== undefined) {
    const notes = ["offers what a query gives in Grafana; here every value of its label"];
    return { source: { kind: "label", label }, notes };
  }
  return query === ""
    ? "says nothing of where its values come from"
    : "is filled in a way that is not known here";
}

/** The values of a label, of the series that a selector gives. */
function labelOf(
  label: string,
  match: string | undefined,
  known: KnownVariables,
  notes: readonly string[],
): Found {
  if (match === undefined) return { source: { kind: "label", label }, notes };
  const carried = carryExpression(match, known);
  if (carried.ok && isSelector(carried.expr, known))
    return { source: { kind: "label", label, match: carried.expr }, notes };
  const message = "is filled from a query that is no selector; here every value of its label is offered";
  return { source: { kind: "label", label }, notes: [...notes, message] };
}

/** Whether an expression is a selector that series are looked for by: one that not every series fits. */
function isSelector(expr: string, { kept }: KnownVariables): boolean {
  const chosen = new Map([...kept].map(([name, variable]) => [name, variable.chosen]));
  try {
    return parseExpr(expandVariables(expr, chosen)).kind === "vector_selector";
  } catch (error) {
    if (error instanceof PromqlError) return false;
    throw error;
  }
}

function listOf(offered: readonly string[], areValues: boolean): Found | string {
  if (offered.length === 0) return "is a list without values";
  if (!areValues && offered.some((value) => /[*+?|()[\]^$\\]/.test(value)))
    return "offers patterns, which are no values";
  const values = offered.slice(0, limits.valuesPerVariable);
  const notes =
    values.length < offered.length
      ? [`keeps the first ${values.length} of its ${offered.length} values`]
      : [];
  return { source: { kind: "list", values: [...values] }, notes };
}
