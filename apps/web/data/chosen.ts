import { type Chosen, limits, type Variable } from "@mission-control/contracts";

/** What is chosen of variables, as it stands in an address: `?var-service=api&var-service=web`; `?var-service=` is any. */
export type VariableSearch = { [name: `var-${string}`]: string[] | undefined };

/** Matches no label of a series: nothing is shown of what has to be chosen first. */
const NOTHING = "\uffff";
const NOTHING_WORDS = "(not chosen)";
const PARAM = /^var-[a-zA-Z_][a-zA-Z0-9_]{0,49}$/;

/** Whether an expression waits for something to be chosen. */
export const isUnchosen = (expr: string): boolean => expr.includes(NOTHING);

/** What is chosen as it is said to people. */
export const chosenInWords = (chosen: Chosen): Chosen =>
  new Map(
    [...chosen].map(([name, values]) => [
      name,
      values.map((value) => (value === NOTHING ? NOTHING_WORDS : value)),
    ]),
  );

export const paramOf = (name: string): `var-${string}` => `var-${name}`;

/** Reads what is chosen from an address, bounded; what makes no sense is left out. */
export function readVariableSearch(raw: Record<string, unknown>): VariableSearch {
  const out: VariableSearch = {};
  for (const name of Object.keys(raw)
    .filter((each) => PARAM.test(each))
    .slice(0, limits.variablesPerView)) {
    const texts = (Array.isArray(raw[name]) ? raw[name] : [raw[name]]).filter(
      (text): text is string => typeof text === "string" && text.length <= limits.labelValueLength,
    );
    const values = [...new Set(texts)].filter((text) => text !== "").slice(0, limits.valuesPerVariable);
    if (texts.length > 0) out[name as `var-${string}`] = values.length === 0 ? [""] : values;
  }
  return out;
}

/** What is chosen of one variable by the address, or as its view has it where that says nothing. */
export function valuesOf(variable: Variable, search: VariableSearch): readonly string[] {
  const { name, multi, chosen } = variable;
  const values = (search[paramOf(name)] ?? chosen).filter((value) => value !== "");
  return multi ? values : values.slice(0, 1);
}

/** What is chosen of all variables of a view. What has to be chosen and is not stands for the first of its list. */
export function chosenOf(variables: readonly Variable[], search: VariableSearch): Chosen {
  return new Map(
    variables.map((variable) => {
      const { name, all, source } = variable;
      const values = valuesOf(variable, search);
      if (values.length > 0 || all) return [name, values];
      return [name, [source.kind === "list" ? source.values[0]! : NOTHING]];
    }),
  );
}
