import {
  type KnownPanel,
  knownPanelSchema,
  limits,
  type Panel,
  type Ramp,
  type Unit,
} from "@mission-control/contracts";
import { unitOfExpr } from "../meta/lane-of-expr.ts";
import { hasOption, type PanelKind, panelKinds } from "../panels/panel-kinds.ts";
import { type Faults, numberFault, numbersOf, numberText, typedNumber } from "./field-values.ts";
import { exprFault, faultsOf } from "./lane-form.ts";

/** A query of a panel while it is being written; `key` tells it from the others. */
export interface QueryFields {
  readonly key: number;
  readonly expr: string;
  readonly legend: string;
  readonly store: string;
}

type Reduce = "last" | "mean" | "min" | "max" | "sum";

/** A panel while it is being written: what any kind can be told, numbers as text. What its kind does not have is kept. */
export interface PanelFields {
  readonly kind: PanelKind;
  readonly title: string;
  readonly description: string;
  readonly queries: readonly QueryFields[];
  readonly unit: Unit | "";
  readonly min: string;
  readonly max: string;
  readonly fill: boolean;
  readonly log: boolean;
  readonly percent: boolean;
  readonly upright: boolean;
  readonly reduce: Reduce;
  readonly warnAt: string;
  readonly badAt: string;
  readonly spark: boolean;
  readonly goal: string;
  readonly ramp: Ramp;
  readonly sort: "value" | "change" | "name";
  readonly rows: string;
  readonly types: string;
  readonly search: string;
  readonly up: string;
  readonly duration: string;
  readonly legend: string;
  readonly store: string;
  readonly text: string;
}

let lastKey = 0;
export const newQuery = (expr = ""): QueryFields => ({ key: ++lastKey, expr, legend: "", store: "" });

/** A panel with nothing in it yet. */
export function emptyPanel(): PanelFields {
  return {
    kind: "line",
    title: "",
    description: "",
    queries: [newQuery()],
    unit: "",
    min: "",
    max: "",
    fill: false,
    log: false,
    percent: false,
    upright: false,
    reduce: "last",
    warnAt: "",
    badAt: "",
    spark: true,
    goal: "100",
    ramp: "blue",
    sort: "value",
    rows: "20",
    types: "",
    search: "",
    up: "probe_success",
    duration: "probe_duration_seconds",
    legend: "",
    store: "",
    text: "",
  };
}

/** The fields of a panel of a kind that is known. */
export function fieldsOfPanel(panel: KnownPanel): PanelFields {
  const given = panel as Partial<Record<string, unknown>> & KnownPanel;
  const out: Record<string, unknown> = { ...emptyPanel() };
  for (const name of Object.keys(out)) {
    const value = given[name as keyof typeof given];
    if (value !== undefined) out[name] = typeof value === "number" ? numberText(value) : value;
  }
  if ("queries" in panel) {
    out.queries = panel.queries.map(({ expr, legend = "", store = "" }) => ({
      ...newQuery(expr),
      legend,
      store,
    }));
  }
  if ("types" in panel) out.types = panel.types.join(", ");
  if (panel.kind === "bars") out.upright = !panel.horizontal;
  return out as unknown as PanelFields;
}

/** A panel as its fields say, where it stands, or what is wrong with them. */
export type CheckedPanel =
  | { readonly ok: true; readonly panel: KnownPanel }
  | { readonly ok: false; readonly faults: Faults };

/** Reads the fields of a panel as strictly as the server does. A new one has the size of its kind. */
export function checkPanel(fields: PanelFields, before?: Pick<Panel, "id" | "place">): CheckedPanel {
  const { kind } = fields;
  const faults = faultsIn(fields);
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const { min, max, warnAt, badAt, goal, rows, queries, types, upright, unit, legend, store, ...rest } =
    fields;
  const asked = queries.filter(({ expr }) => expr.trim() !== "");
  const read = knownPanelSchema.safeParse({
    ...rest,
    id: before?.id ?? "panel",
    place: before?.place ?? { x: 0, y: 0, ...panelKinds[kind].size },
    title: fields.title.trim(),
    queries: asked.map((query) => ({
      expr: query.expr.trim(),
      ...(query.legend.trim() !== "" && { legend: query.legend.trim() }),
      ...(query.store !== "" && { store: query.store }),
    })),
    unit: unit === "" ? unitOfExpr(asked[0]?.expr ?? "") : unit,
    types: types.split(",").flatMap((type) => (type.trim() === "" ? [] : [type.trim()])),
    horizontal: !upright,
    ...numbersOf({ min, max, warnAt, badAt, goal, rows }),
    ...(legend.trim() !== "" && { legend: legend.trim() }),
    ...(store !== "" && { store }),
  });
  return read.success ? { ok: true, panel: read.data } : { ok: false, faults: faultsOf(read.error.issues) };
}

function faultsIn(fields: PanelFields): Faults {
  const { kind, queries, min, max, goal, text } = fields;
  const faults: Record<string, string> = {};
  if (hasOption(kind, "queries")) {
    const asked = queries.filter(({ expr }) => expr.trim() !== "");
    if (asked.length === 0) faults["queries.0"] = "Give an expression, such as a metric's name.";
    for (const [i, { expr, store }] of queries.entries()) {
      const fault = expr.trim() === "" ? undefined : exprFault(expr, store);
      if (fault !== undefined) faults[`queries.${i}`] = fault;
    }
    if (kind === "scatter" && asked.length !== 2) {
      faults["queries.1"] ??= "A scatter has two expressions: what goes to the right, and what goes upwards.";
    }
  }
  if (kind === "text" && text.trim() === "") faults.text = "Write something.";
  if (text.length > limits.textLength * 4) faults.text = `At most ${limits.textLength * 4} characters.`;
  for (const name of numberFields) {
    const fault = numberFault(fields[name]);
    if (fault !== undefined) faults[name] = fault;
  }
  if (kind === "goal" && typedNumber(goal) === undefined)
    faults.goal = "Give the number that is to be reached.";
  const [low, high] = [typedNumber(min), typedNumber(max)];
  if (low !== undefined && high !== undefined && low >= high)
    faults.max ??= "This has to be more than the bottom.";
  return faults;
}

const numberFields = ["min", "max", "warnAt", "badAt", "goal", "rows"] as const;
