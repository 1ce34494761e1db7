import { nearestName, type Reject, type Variable, type View, variablesIn } from "@mission-control/contracts";
import { PromqlError, parseExpr } from "@mission-control/promql";

/** Variables that share a name, and those whose `match` selects no series. */
export function* badVariables({ variables }: View): Generator<Reject> {
  const seen = new Set<string>();
  for (const [i, { name, source }] of variables.entries()) {
    if (seen.has(name)) {
      yield {
        code: "custom",
        path: `variables.${i}.name`,
        message: `another variable is called "${name}"`,
      };
    }
    seen.add(name);
    if (source.kind === "label" && source.match !== undefined && source.match.trim() !== "") {
      yield* badMatch(source.match, `variables.${i}.source.match`, name, variables);
    }
  }
}

function* badMatch(
  match: string,
  path: string,
  name: string,
  variables: readonly Variable[],
): Generator<Reject> {
  const others = variables.filter((each) => each.name !== name);
  const unknown = [...unknownVariables(match, path, `variable "${name}"`, others)];
  if (unknown.length > 0) return yield* unknown;
  try {
    if (parseExpr(standIn(match, others)).kind === "vector_selector") return;
    const example = `up{job="api"}`;
    yield { code: "bad_data", path, message: `variable "${name}": take a selector of series, as ${example}` };
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    yield { code: error.kind, path, message: `variable "${name}", ${error.message}` };
  }
}

/** The variables an expression names that the view does not have. A text of a function may hold a `$` of its own. */
export function* unknownVariables(
  expr: string,
  path: string,
  name: string,
  variables: readonly Variable[],
): Generator<Reject> {
  const names = variables.map((variable) => variable.name);
  for (const use of variablesIn(expr)) {
    if (use.place === "text") continue;
    const at = `${name}, column ${use.index + 1}`;
    if (!names.includes(use.name)) {
      const nearest = nearestName(use.name, names);
      const hint = nearest === undefined ? "" : `; is $${nearest} meant?`;
      const instead = use.place === "matcher" ? String.raw`; a dollar sign itself is written \x24` : "";
      yield {
        code: "unknown_variable",
        path,
        message: `${at}: the view has no variable $${use.name}${hint || instead}`,
      };
    } else if (use.format !== undefined && use.format !== "regex") {
      const written = `\${${use.name}}`;
      yield {
        code: "unknown_variable",
        path,
        message: `${at}: ${use.source} cannot be read; write ${written}`,
      };
    }
  }
}

/**
 * An expression with something in place of its variables that it can be checked by. It is as long as what it replaces,
 * so that a column is one of the text that its author wrote.
 */
export function standIn(expr: string, variables: readonly Variable[]): string {
  let out = expr;
  // What stands in quotes is a text already.
  for (const { name, source, index, place } of variablesIn(expr)) {
    const variable = place === "code" ? variables.find((each) => each.name === name) : undefined;
    if (variable === undefined) continue;
    const value = sampleOf(variable, expr.slice(0, index)).padEnd(source.length);
    out = out.slice(0, index) + value.slice(0, source.length) + out.slice(index + source.length);
  }
  return out;
}

/** Something of the sort that a variable stands for: a length of time, a number or a name. */
function sampleOf({ chosen, source }: Variable, before: string): string {
  if (/[[:]\s*$|\boffset\s*$/i.test(before)) return "1m";
  const value = chosen[0] ?? (source.kind === "list" ? source.values[0]! : "x");
  return /^[0-9.]+$/.test(value) ? "1" : "x";
}
