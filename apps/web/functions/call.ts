import type { CustomFunction } from "@mission-control/contracts";

/** The arguments of a call by their parameters' names, as typed; what is empty stands for the default. */
export type Arguments = Readonly<Record<string, string>>;

/** The arguments of a call in their order, or the first parameter that has neither an argument nor a default. */
export function argumentsOf(
  { parameters }: Pick<CustomFunction, "parameters">,
  given: Arguments,
): { readonly args: readonly string[] } | { readonly missing: string } {
  const args: string[] = [];
  for (const { name, default: standard } of parameters) {
    const text = given[name]?.trim() || (standard === undefined ? "" : String(standard));
    if (text === "") return { missing: name };
    args.push(text);
  }
  return { args };
}

/** An expression with a call after it: `up |> smooth(5m)`. */
export function pipedInto(expr: string, name: string, args: readonly string[]): string {
  return `${expr.trim()} |> ${name}${args.length === 0 ? "" : `(${args.join(", ")})`}`;
}
