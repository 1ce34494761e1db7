import { limits, type Variable, variableSchema } from "@mission-control/contracts";

/** A variable as it stands in the fields of a form; lists have a line for each value. */
export interface VariableFields {
  /** Tells it from others while it has no name. */
  readonly key: number;
  readonly name: string;
  readonly title: string;
  readonly kind: "label" | "list";
  readonly label: string;
  readonly match: string;
  readonly values: string;
  readonly chosen: string;
  readonly multi: boolean;
  readonly all: boolean;
}

/** What is wrong, by field. */
export type VariableFaults = { readonly [Field in keyof VariableFields]?: string };

export function fieldsOfVariable(variable: Variable | undefined, key: number): VariableFields {
  const source = variable?.source ?? { kind: "label" as const, label: "", match: "" };
  const { name = "", title = "", chosen = [], multi = true, all = true } = variable ?? {};
  return {
    key,
    name,
    title,
    kind: source.kind,
    label: source.kind === "label" ? source.label : "",
    match: source.kind === "label" ? (source.match ?? "") : "",
    values: source.kind === "list" ? source.values.join("\n") : "",
    chosen: chosen.join("\n"),
    multi,
    all,
  };
}

/** The variables that the forms mean, or what is wrong with each, in the same order. */
export function checkVariables(
  forms: readonly VariableFields[],
):
  | { readonly ok: true; readonly variables: Variable[] }
  | { readonly ok: false; readonly faults: VariableFaults[] } {
  const variables: Variable[] = [];
  const faults = forms.map((form, i) => {
    const isTwice = forms.slice(0, i).some(({ name }) => name.trim() === form.name.trim());
    const fault = faultsOf(form, isTwice);
    if (fault !== undefined) return fault;
    variables.push(variableSchema.parse(variableOf(form)));
    return {};
  });
  return variables.length === forms.length ? { ok: true, variables } : { ok: false, faults };
}

function variableOf({ name, title, kind, label, match, values, chosen, multi, all }: VariableFields) {
  const selector = match.trim();
  return {
    name: name.trim(),
    title: title.trim(),
    multi,
    all,
    chosen: linesOf(chosen),
    source:
      kind === "list"
        ? { kind, values: linesOf(values) }
        : { kind, label: label.trim(), ...(selector !== "" && { match: selector }) },
  };
}

function faultsOf(form: VariableFields, isTwice: boolean): VariableFaults | undefined {
  const { name, kind, label, values, chosen } = form;
  if (name.trim() === "") return { name: "It needs a name" };
  if (isTwice) return { name: "Another variable is called so" };
  if (name.trim().startsWith("__")) return { name: "Names that begin with __ are taken" };
  if (kind === "label" && label.trim() === "") return { label: "Which label has the values?" };
  if (kind === "list" && linesOf(values).length === 0) return { values: "A line for each value" };
  for (const [field, text] of Object.entries({ values, chosen })) {
    if (linesOf(text).length > limits.valuesPerVariable)
      return { [field]: `At most ${limits.valuesPerVariable} values` };
  }
  const parsed = variableSchema.safeParse(variableOf(form));
  if (parsed.success) return undefined;
  const [issue] = parsed.error.issues;
  const field = issue?.path.find((part) => typeof part === "string" && part !== "source" && part in form);
  if (field === undefined || field === "name") {
    return { name: "Letters, digits and _, at most 50, beginning with a letter" };
  }
  return { [field]: "Too long" };
}

const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  ),
];
