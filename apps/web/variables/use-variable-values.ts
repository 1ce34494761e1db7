import { type Chosen, expandVariables, limits, type Variable } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { ask } from "../data/ask.ts";
import { orThrow } from "../data/outcome.ts";
import { compareText } from "../format/text.ts";

/** The values that can be chosen. */
export interface Offered {
  readonly values: readonly string[];
  /** There are more than are told. */
  readonly more: boolean;
}

/** The values a variable's label has now, of the series that its `match` selects, by what is chosen of the others. */
export function useVariableValues({ name, source }: Pick<Variable, "name" | "source">, chosen: Chosen) {
  const others = new Map([...chosen].filter(([other]) => other !== name));
  const match = source.kind === "label" ? expandVariables(source.match ?? "", others).trim() : "";
  return useQuery({
    queryKey: ["variable", source, match],
    queryFn: async ({ signal }): Promise<Offered> => {
      if (source.kind === "list") return { values: source.values, more: false };
      const parameters = new URLSearchParams({ limit: String(limits.valuesPerVariable + 1) });
      if (match !== "") parameters.set("match[]", match);
      const path = `/api/v1/label/${encodeURIComponent(source.label)}/values?${parameters}`;
      const { data } = orThrow(await ask<{ data: readonly string[] }>(path, { signal }));
      const values = data.filter((value) => value !== "").toSorted(compareText);
      return {
        values: values.slice(0, limits.valuesPerVariable),
        more: values.length > limits.valuesPerVariable,
      };
    },
    staleTime: 15_000,
    placeholderData: (before) => before,
  });
}
