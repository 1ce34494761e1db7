import type { Completion } from "@codemirror/autocomplete";
import type { Draft } from "./draft.ts";

const math = ["abs", "min", "max", "round", "floor", "ceil", "sqrt", "log", "log10", "exp", "pow", "sign"];

/** What the code of a function can name, besides the language itself. */
export function completionsOf({ kind, parameters }: Pick<Draft, "kind" | "parameters">): Completion[] {
  const given: readonly (readonly [string, string])[] =
    kind === "map"
      ? [
          ["value", "the value"],
          ["timeMs", "its time, in milliseconds since 1970"],
          ["labels", "its labels, by name"],
        ]
      : [
          ["timesMs", "the time of each step, in milliseconds since 1970"],
          ["stepMs", "the length of a step in milliseconds"],
          ["series", "a list of { labels, values }"],
        ];
  return [
    ...given.map(([label, detail]) => ({ label, detail, type: "variable" })),
    ...parameters
      .filter(({ name }) => name !== "")
      .map(({ name, help }) => ({ label: `args.${name}`, detail: help, type: "property" })),
    ...math.map((name) => ({ label: `Math.${name}`, type: "function" })),
    { label: "Number.isNaN", detail: "whether a value is a gap", type: "function" },
  ];
}
