import { type Matcher, METRIC_NAME } from "@mission-control/series";
import type { Aggregate, At, Binary, Duration, Expr, Matching, Subquery, VectorSelector } from "./ast.ts";
import { formatDuration } from "./duration.ts";

/** The text of an expression in one line, which parses to the same expression again. */
export function formatExpr(expr: Expr): string {
  switch (expr.kind) {
    case "number":
      return formatNumber(expr.value);
    case "string":
      return JSON.stringify(expr.value);
    case "vector_selector":
      return `${selectorText(expr)}${modifierText(expr)}`;
    case "matrix_selector":
      return `${selectorText(expr.selector)}[${formatDuration(expr.range)}]${modifierText(expr.selector)}`;
    case "subquery": {
      const step = expr.step === undefined ? "" : formatDuration(expr.step);
      return `${formatExpr(expr.expr)}[${formatDuration(expr.range)}:${step}]${modifierText(expr)}`;
    }
    case "call":
      return `${expr.name}(${expr.args.map(formatExpr).join(", ")})`;
    case "aggregate":
      return aggregateText(expr);
    case "binary":
      return binaryText(expr);
    case "unary":
      return `${expr.op}${formatExpr(expr.expr)}`;
    case "paren":
      return `(${formatExpr(expr.expr)})`;
  }
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Inf" : "-Inf";
  return Object.is(value, -0) ? "-0" : String(value);
}

const PLAIN_NAME = /^[A-Za-z_:][\w:]*$/;
const PLAIN_LABEL = /^[A-Za-z_]\w*$/;
const RESERVED = /^(?:inf|nan|bool|ignoring|on|group_left|group_right|offset)$/i;

const labelText = (name: string) => (PLAIN_LABEL.test(name) ? name : JSON.stringify(name));

function selectorText(selector: VectorSelector): string {
  const named = selector.matchers.find((m) => m.name === METRIC_NAME && m.op === "=");
  const plain = named !== undefined && PLAIN_NAME.test(named.value) && !RESERVED.test(named.value);
  const others = plain ? selector.matchers.filter((matcher) => matcher !== named) : selector.matchers;
  if (plain && others.some((matcher) => matcher.name === METRIC_NAME))
    return `{${matchersText(selector.matchers)}}`;
  if (!plain) return `{${matchersText(others)}}`;
  return others.length === 0 ? named.value : `${named.value}{${matchersText(others)}}`;
}

function matchersText(matchers: readonly Matcher[]): string {
  return matchers.map((m) => `${labelText(m.name)}${m.op}${JSON.stringify(m.value)}`).join(",");
}

function modifierText(expr: VectorSelector | Subquery): string {
  const mode = expr.kind === "vector_selector" && expr.mode !== undefined ? ` ${expr.mode}` : "";
  const at = expr.at === undefined ? "" : ` @ ${atText(expr.at)}`;
  return `${mode}${at}${expr.offset === undefined ? "" : ` offset ${offsetText(expr.offset)}`}`;
}

const atText = (at: At) => (typeof at === "number" ? (at / 1000).toFixed(3) : `${at}()`);

function offsetText(offset: Duration): string {
  if (offset.kind === "fixed" || offset.kind === "step" || offset.kind === "range")
    return formatDuration(offset);
  return `(${formatDuration(offset)})`;
}

function aggregateText(expr: Aggregate): string {
  const labels = expr.grouping.map(labelText).join(", ");
  const by = expr.without ? ` without (${labels}) ` : expr.grouping.length > 0 ? ` by (${labels}) ` : "";
  const param = expr.param === undefined ? "" : `${formatExpr(expr.param)}, `;
  return `${expr.op}${by}(${param}${formatExpr(expr.expr)})`;
}

function binaryText(expr: Binary): string {
  const bool = expr.bool ? " bool" : "";
  const matching = expr.matching === undefined ? "" : matchingText(expr.matching);
  return `${formatExpr(expr.left)} ${expr.op}${bool}${matching} ${formatExpr(expr.right)}`;
}

function matchingText(matching: Matching): string {
  const list = (labels: readonly string[]) => `(${labels.map(labelText).join(", ")})`;
  let out = "";
  if (matching.on || matching.labels.length > 0 || matching.card !== "one-to-one") {
    out = ` ${matching.on ? "on" : "ignoring"} ${list(matching.labels)}`;
  }
  if (matching.card === "many-to-one") out += ` group_left ${list(matching.include)}`;
  if (matching.card === "one-to-many") out += ` group_right ${list(matching.include)}`;
  if (matching.fillLeft !== undefined) out += ` fill_left (${formatNumber(matching.fillLeft)})`;
  if (matching.fillRight !== undefined) out += ` fill_right (${formatNumber(matching.fillRight)})`;
  return out;
}
