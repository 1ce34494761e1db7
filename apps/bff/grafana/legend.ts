import { limits } from "@mission-control/contracts";
import { carryText, type KnownVariables } from "./expression.ts";

/** A legend of Grafana's as ours: `{{label}}` stays, and what stands for variables is put in. Undefined where nothing is left. */
export function carryLegend(
  given: string,
  variables: KnownVariables,
): { readonly legend?: string; readonly note?: string } {
  const left = new Set<string>();
  // A legend is filled by labels alone, and a variable's values are often those of one.
  const text = carryText(given, variables).replace(
    /\$(?:\{(\w+)\}|([a-zA-Z_]\w*))/g,
    (all, a?: string, b?: string) => {
      const variable = variables.kept.get((a ?? b)!);
      if (variable === undefined) return all;
      if (variable.source.kind === "label") return `{{${variable.source.label}}}`;
      left.add(`$${variable.name}`);
      return "";
    },
  );
  const legend = text.replace(/\s+/g, " ").trim();
  if (legend.length > limits.nameLength)
    return { note: `its legend has more than ${limits.nameLength} characters` };
  const note = `its legend names ${[...left].join(", ")}, which a legend cannot here`;
  return { ...(legend !== "" && { legend }), ...(left.size > 0 && { note }) };
}
