import { expandIntervals, expandVariables, limits } from "@mission-control/contracts";
import { PromqlError, parseExpr, typeOf } from "@mission-control/promql";
import { isPrometheus, kindOf, type Sources } from "./data-source.ts";
import { type CarriedExpression, carryExpression, type KnownVariables } from "./expression.ts";
import { carryLegend } from "./legend.ts";
import type { DashboardPanel, Target } from "./shape.ts";
import { type CarriedUnit, wrapInUnit } from "./unit.ts";

/** A query as our panels have it. */
export interface CarriedQuery {
  readonly expr: string;
  readonly legend?: string;
}

/** A panel's queries, which of them are asked at one time only, and in words what is different or was left out. */
export interface CarriedQueries {
  readonly queries: readonly CarriedQuery[];
  readonly areInstant: boolean;
  /** The variables of the view that they ask by. */
  readonly uses: readonly string[];
  readonly notes: readonly string[];
}

/** Queries of one panel. */
const MOST_QUERIES = 20;

/** Carries a panel's queries over, their values in `unit`. Each that is not drawn is told. */
export function carryQueries(
  panel: Pick<DashboardPanel, "datasource" | "targets" | "fieldConfig">,
  about: { readonly variables: KnownVariables; readonly sources: Sources; readonly unit: CarriedUnit },
): CarriedQueries {
  const { variables, sources, unit } = about;
  const queries: CarriedQuery[] = [];
  const notes: string[] = [];
  const uses = new Set<string>();
  let areInstant = true;
  for (const [i, target] of (panel.targets ?? []).entries()) {
    const name = `query ${target.refId?.slice(0, 40) || i + 1}`;
    const isOurs = isPrometheus(target.datasource ?? panel.datasource, sources);
    if (isOurs === false) {
      const kind = kindOf(target.datasource, sources) ?? kindOf(panel.datasource, sources) ?? "";
      notes.push(`${name} asks ${kind.slice(0, 40)}; only Prometheus queries are carried over`);
      continue;
    }
    const expr = target.expr?.trim() ?? "";
    if (expr === "") {
      notes.push(
        isOurs === true
          ? `${name} is empty`
          : `${name} has no PromQL; only Prometheus queries are carried over`,
      );
      continue;
    }
    if (target.hide === true) {
      notes.push(`${name} is hidden in the dashboard and left out`);
      continue;
    }
    if (queries.length === MOST_QUERIES) {
      notes.push(`${name} is left out: a panel has at most ${MOST_QUERIES} queries`);
      continue;
    }
    const carried = carryQuery(expr, variables, unit);
    if (!carried.ok) {
      notes.push(`${name} is left out: ${carried.why}`);
      continue;
    }
    for (const use of carried.uses) uses.add(use);
    notes.push(...carried.notes.map((note) => `${name}: ${note}`));
    const legend = carryLegend(legendOf(target, panel), variables);
    if (legend.note !== undefined) notes.push(`${name}: ${legend.note}`);
    queries.push({ expr: carried.expr, ...(legend.legend !== undefined && { legend: legend.legend }) });
    if (target.instant !== true || target.range === true) areInstant = false;
  }
  return { queries, areInstant: areInstant && queries.length > 0, uses: [...uses], notes };
}

/** What names a query's series: its own legend, or what the panel calls its fields. */
function legendOf(target: Target, { fieldConfig }: Pick<DashboardPanel, "fieldConfig">): string {
  const own = target.legendFormat?.trim() ?? "";
  if (own !== "" && own !== "__auto") return own;
  const name = fieldConfig?.defaults?.displayName?.trim() ?? "";
  return name.replace(/\$\{__field\.labels\.(\w+)\}/g, "{{$1}}").replace(/\$\{__(field|series)[^{}]*\}/g, "");
}

/** A query in our unit, and the variables it asks by; or why it cannot be asked. */
function carryQuery(given: string, variables: KnownVariables, unit: CarriedUnit): CarriedExpression {
  const carried = carryExpression(given, variables);
  if (!carried.ok) return carried;
  const why = faultOf(carried.expr, variables);
  if (why !== undefined) return { ok: false, why };
  const expr = wrapInUnit(carried.expr, unit);
  if (expr.length <= limits.expressionLength) return { ...carried, expr };
  return { ok: false, why: `it has more than ${limits.expressionLength} characters` };
}

/** Why an expression cannot be drawn with what is chosen at first. */
function faultOf(expr: string, { kept }: KnownVariables): string | undefined {
  const chosen = new Map([...kept].map(([name, variable]) => [name, variable.chosen]));
  try {
    const type = typeOf(parseExpr(expandIntervals(expandVariables(expr, chosen), 60_000, 5_000)));
    return type === "vector" || type === "scalar" ? undefined : `a ${type} cannot be drawn`;
  } catch (error) {
    if (error instanceof PromqlError) return `it is no PromQL that is known here: ${error.message}`;
    throw error;
  }
}
