import {
  guessRamp,
  guessUnit,
  type Lane,
  limits,
  type Ramp,
  type Unit,
  unitOfRate,
} from "@mission-control/contracts";
import { type Piped, parsePiped } from "@mission-control/functions";
import { type Subject, subjectOf } from "./subject.ts";

/** A lane for an expression that someone typed or picked; its unit and colours are guessed from the metric's name. */
export function laneOfExpr(expr: string): Lane {
  return {
    id: expr,
    title: titleOfExpr(expr),
    expr,
    unit: unitOfExpr(expr),
    ramp: rampOfExpr(expr),
    rows: 20,
    sort: "given",
  };
}

/** What an expression is about, whatever follows it. */
export const subjectOfExpr = (expr: string): Subject | undefined => subjectOf(pipedOf(expr).query);

/** The colours that a metric's name tells, or else those of every lane. */
export function rampOfExpr(expr: string): Ramp {
  const subject = subjectOfExpr(expr);
  return (subject && guessRamp(subject.metric)) ?? "blue";
}

/**
 * `rate(hits_total[$__rate_interval])` is titled by its metric alone; anything else by itself, windows left out. Functions
 * after it stand behind it: "hits_total · smooth(5m)". Where the title begins with the metric, `called` takes its place.
 */
export function titleOfExpr(expr: string, called?: string): string {
  const { query, calls } = pipedOf(expr);
  const written = calls.map(({ name, args }) => (args.length === 0 ? name : `${name}(${args.join(", ")})`));
  return [calledBy(titleOfQuery(query), called), ...written].join(" · ").slice(0, limits.nameLength);
}

function calledBy(title: string, called: string | undefined): string {
  if (called === undefined) return title;
  const rest = /^[a-zA-Z_:][\w:]*(\{.*\}| p[\d.]+)?$/.exec(title);
  return rest === null ? title : `${called}${rest[1]?.replace("{", " {") ?? ""}`;
}

/** An expression that cannot be split is one query; the server says what is wrong with it. */
function pipedOf(expr: string): Piped {
  try {
    return parsePiped(expr);
  } catch {
    return { query: expr, calls: [] };
  }
}

function titleOfQuery(expr: string): string {
  const simple = /^(?:rate|avg_over_time)\(([^()[\]]+)\[[^\]]*\]\)$/.exec(expr.trim());
  if (simple?.[1] !== undefined) return simple[1];
  const quantile =
    /^histogram_quantile\(([\d.]+), sum by \(le\) \(rate\(([^()[\]]+)_bucket\[[^\]]*\]\)\)\)$/.exec(expr);
  if (quantile?.[1] !== undefined) return `${quantile[2]} p${Number(quantile[1]) * 100}`;
  return expr.replaceAll(/\[\$__(rate_)?interval\]/g, "");
}

/** Ready-made functions whose values are in the unit they are given. */
const KEEP_UNIT = new Set(["clip", "smooth", "drop_outliers", "shift"]);

/**
 * The unit of an expression over one metric, `unitOf` telling that of the metric; "none" where nothing tells it, or a function
 * made it another.
 */
export function unitOfExpr(expr: string, unitOf: (metric: string) => Unit | undefined = guessUnit): Unit {
  const { query, calls } = pipedOf(expr);
  const subject = subjectOf(query);
  if (subject === undefined || subject.values === "other") return "none";
  if (calls.some(({ name }) => !KEEP_UNIT.has(name))) return "none";
  const unit = unitOf(subject.metric);
  return subject.values === "rate" ? unitOfRate(unit) : (unit ?? "none");
}
