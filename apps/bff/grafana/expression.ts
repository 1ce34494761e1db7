import { expandVariables, limits, type Variable, variablesIn } from "@mission-control/contracts";

/** The variables of a dashboard as they count in what names them. */
export interface KnownVariables {
  /** Those that are the view's. */
  readonly kept: ReadonlyMap<string, Variable>;
  /** The values that stand for a name where it is no variable of the view, or cannot be one; none where any counts. */
  readonly fixed: ReadonlyMap<string, readonly string[]>;
  /** Those of them that stand in a matcher as they are, as they may be patterns. */
  readonly patterns: ReadonlySet<string>;
  /** The dashboard's own stretch of time, ms. */
  readonly rangeMs: number;
}

/** An expression as it is asked here, by which variables, and what is different about it; or why it cannot be asked. */
export type CarriedExpression =
  | {
      readonly ok: true;
      readonly expr: string;
      readonly uses: readonly string[];
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly why: string };

/** A variable in all the ways Grafana writes it: `$name`, `${name}`, `${name:format}`, `${name.field}`, `[[name:format]]`. */
const written = /\$\{(\w+)(?:\.\w+)?(?::[\w:.-]+)?\}|\[\[(\w+)(?::\w+)?\]\]|\$([a-zA-Z_]\w*)/g;

/** What needs two samples over one step, in which there may be one only: Grafana's steps are seldom so short as ours. */
const rateOfStep =
  /(\b(?:rate|irate|increase|delta|idelta|deriv)\s*\(\s*[\w:]*\s*(?:\{[^{}]*\})?\s*)\[\$__interval\]/g;

/**
 * Carries an expression's variables over. Where a label matcher's value is, a variable of the view stays one; elsewhere only
 * one of which a single value is always chosen. All others are fixed to the value that is chosen in the dashboard.
 */
export function carryExpression(given: string, variables: KnownVariables): CarriedExpression {
  if (given.length > limits.expressionLength) {
    return { ok: false, why: `it has more than ${limits.expressionLength} characters` };
  }
  const { kept, fixed, patterns } = variables;
  const notes = new Set<string>();
  const missing = new Set<string>();
  const uses = new Set<string>();
  const plain = given.replace(written, (all, a, b, c) => {
    const name: string = a ?? b ?? c;
    if (kept.has(name) || fixed.has(name)) return `\${${name}}`;
    const own = ownText(name, variables);
    if (own?.note !== undefined) notes.add(own.note);
    if (own === undefined && name.startsWith("__")) missing.add(name);
    return own?.text ?? all;
  });

  let expr = "";
  let at = 0;
  for (const { name, place, source, index } of variablesIn(plain)) {
    const variable = kept.get(name);
    expr += plain.slice(at, index);
    at = index + source.length;
    const values = fixed.get(name);
    if (variable !== undefined && (place === "matcher" || isOne(variable))) {
      uses.add(name);
      // Without braces, as people write it, where nothing behind it would count as its name.
      expr += /\w/.test(plain[at] ?? "") ? source : `$${name}`;
    } else if (variable === undefined && values !== undefined && place !== "code") {
      const isAsItIs = patterns.has(name) && values.length === 1 && !/["'`]/.test(values[0]!);
      expr += isAsItIs ? values[0]!.replaceAll("\\", "\\\\") : source;
    } else if (variable === undefined && values === undefined && place === "text") expr += source;
    else if (values?.length !== 1) {
      missing.add(name);
    } else {
      expr += values[0]!;
      if (variable !== undefined)
        notes.add(`$${name} stands outside of a matcher and is fixed to “${values[0]}”`);
    }
  }
  expr += plain.slice(at);
  if (missing.size > 0) {
    const names = [...missing].map((name) => `$${name.slice(0, 50)}`);
    const verb = names.length === 1 ? "stands" : "stand";
    return { ok: false, why: `${names.join(", ")} ${verb} where one value has to, and none is known for it` };
  }
  const others = new Map([...fixed].filter(([name]) => !kept.has(name)));
  const filled = expandVariables(expr, others);
  const stray = [...variablesIn(filled)].find(({ name, place }) => place !== "text" && !kept.has(name));
  if (stray !== undefined)
    return { ok: false, why: `a value in it has a dollar sign: ${stray.source.slice(0, 50)}` };
  return {
    ok: true,
    expr: filled.replace(rateOfStep, "$1[$__rate_interval]"),
    uses: [...uses],
    notes: [...notes],
  };
}

/** Whether exactly one value of a variable is chosen at any time, also before any is known. */
const isOne = ({ multi, all, source }: Variable): boolean => !multi && !all && source.kind === "list";

/** What stands for one of Grafana's own variables; undefined where nothing has its meaning. */
function ownText(name: string, { rangeMs }: KnownVariables): { text: string; note?: string } | undefined {
  if (name === "__interval" || name.startsWith("__auto_interval")) return { text: "$__interval" };
  if (name === "__rate_interval") return { text: "$__rate_interval" };
  const seconds = Math.round(rangeMs / 1_000);
  const range = seconds % 3_600 === 0 ? `${seconds / 3_600}h` : `${seconds}s`;
  const note = `$__range is fixed to ${range}, with which the dashboard opens`;
  if (name === "__range") return { text: range, note };
  if (name === "__range_s") return { text: String(seconds), note };
  return name === "__range_ms" ? { text: String(seconds * 1_000), note } : undefined;
}

/**
 * A text that people read, such as a title: variables of the view stay, as it is filled in where it is shown, and what
 * stands for the others is put in.
 */
export function carryText(given: string, { kept, fixed }: KnownVariables): string {
  return given.replace(written, (all: string, a?: string, b?: string, c?: string, at = 0) => {
    const name = (a ?? b ?? c)!;
    if (kept.has(name)) return /\w/.test(given[at + all.length] ?? "") ? `\${${name}}` : `$${name}`;
    const values = fixed.get(name);
    return values === undefined ? all : values.join(", ") || "any";
  });
}
