import { type Lane, limits, type Unit } from "@mission-control/contracts";
import { type Piped, parsePiped } from "@mission-control/functions";

/** The units that metric names end in, as Prometheus' naming practice has them. */
const SUFFIXES: readonly (readonly [RegExp, Unit, Unit])[] = [
  [/_seconds(_total|_sum|_bucket)?$/, "seconds", "ratio"],
  [/_bytes(_total|_sum|_bucket)?$/, "bytes", "bytes_per_second"],
  [/_ratio$/, "ratio", "none"],
  [/_celsius$/, "celsius", "none"],
  [/_hertz$/, "hertz", "none"],
];

/** A lane for an expression that someone typed or picked; its unit is guessed from the metric's name. */
export function laneOfExpr(expr: string): Lane {
  return {
    id: expr,
    title: titleOfExpr(expr),
    expr,
    unit: unitOfExpr(expr),
    ramp: "blue",
    rows: 20,
    sort: "given",
  };
}

/**
 * `rate(hits_total[$__rate_interval])` is titled by its metric alone; anything else by itself, windows left out. Functions
 * after it stand behind it: "hits_total · smooth(5m)".
 */
export function titleOfExpr(expr: string): string {
  const { query, calls } = pipedOf(expr);
  const written = calls.map(({ name, args }) => (args.length === 0 ? name : `${name}(${args.join(", ")})`));
  return [titleOfQuery(query), ...written].join(" · ").slice(0, limits.nameLength);
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

/** The unit of an expression over one metric, as its name tells; "none" where it does not, or a function made it another. */
export function unitOfExpr(expr: string): Unit {
  const { query, calls } = pipedOf(expr);
  return calls.every(({ name }) => KEEP_UNIT.has(name)) ? unitOfQuery(query) : "none";
}

function unitOfQuery(expr: string): Unit {
  const name = metricOfExpr(expr);
  if (name === undefined) return "none";
  const rated = /\b(rate|irate|deriv)\s*\(/.test(expr) && !/histogram_quantile/.test(expr);
  for (const [suffix, plain, perSecond] of SUFFIXES) if (suffix.test(name)) return rated ? perSecond : plain;
  return rated ? "per_second" : "none";
}

const WORDS = /[a-zA-Z_:][a-zA-Z0-9_:]*/g;

/** The metric an expression is about: the longest name with an underscore that is no function or keyword. */
function metricOfExpr(expr: string): string | undefined {
  const bare = expr.replaceAll(/\{[^}]*\}|\[[^\]]*\]|\b(by|without)\s*\([^)]*\)/g, " ");
  const names = [...bare.matchAll(WORDS)].filter(
    (match) => !/^\s*\(/.test(bare.slice(match.index + match[0].length)),
  );
  return names.map((match) => match[0]).sort((a, b) => b.length - a.length)[0];
}
