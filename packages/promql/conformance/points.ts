import { type Labels, labelsOf, METRIC_NAME } from "@mission-control/series";
import { unquote } from "../literal.ts";

/** A point of a written series: a number, a staleness marker, a native histogram (which we do not have), or nothing. */
export type Point = number | "stale" | "histogram" | undefined;

/** A series as a test file writes it. `label=value` texts may be quoted; `}@st` marks start timestamps. */
export interface WrittenSeries {
  readonly labels: Labels;
  readonly points: readonly Point[];
  readonly startTimestamps: boolean;
}

const LABEL =
  /\s*([A-Za-z_]\w*|"(?:\\.|[^"\\])*")\s*(?:=\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)\s*)?,?/y;

/** Reads `name{a="b"} POINTS`. Throws a SyntaxError where the line is no such thing. */
export function readSeries(line: string): WrittenSeries {
  const name = /^[A-Za-z_:][\w:]*/.exec(line)?.[0] ?? "";
  let at = name.length;
  const pairs: [string, string][] = name === "" ? [] : [[METRIC_NAME, name]];
  if (line[at] === "{") {
    at++;
    while (line[at] !== "}") {
      LABEL.lastIndex = at;
      const match = LABEL.exec(line);
      if (match === null) throw new SyntaxError(`no labels: ${line}`);
      at = LABEL.lastIndex;
      while (line[at] === " ") at++;
      const [, label, value] = match;
      if (value === undefined) pairs.push([METRIC_NAME, textOf(label!)]);
      else pairs.push([label!.startsWith('"') ? textOf(label!) : label!, textOf(value)]);
    }
    at++;
  }
  const startTimestamps = line.startsWith("@st", at);
  const points = startTimestamps ? [] : readPoints(line.slice(at));
  return { labels: labelsOf(pairs), points, startTimestamps };
}

function textOf(quoted: string): string {
  const text = unquote(quoted);
  if ("error" in text) throw new SyntaxError(`${text.error}: ${quoted}`);
  return text.text;
}

const NUMBER = "(?:Inf|NaN|(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?)";
const RUN = new RegExp(`^([+-]?${NUMBER})(?:([+-])(${NUMBER}))?(?:x(\\d+))?$`, "i");

/** Reads points: `1+2x3` is 1 3 5 7, `5x3` four times 5, `_x3` three times nothing. */
export function readPoints(text: string): Point[] {
  return [...text.matchAll(/(?:\{\{.*?\}\}|\S)+/g)].flatMap(([word]) => readWord(word));
}

function readWord(word: string): Point[] {
  const times = Number(/x(\d+)$/.exec(word)?.[1] ?? 0);
  if (/^_(?:x\d+)?$/.test(word)) return Array<Point>(word === "_" ? 1 : times).fill(undefined);
  if (word.startsWith("{{")) return Array<Point>(times + 1).fill("histogram");
  if (/^stale(?:x\d+)?$/.test(word)) return Array<Point>(times + 1).fill("stale");
  const run = RUN.exec(word);
  if (run === null) throw new SyntaxError(`no point: ${word}`);
  const step = run[3] === undefined ? 0 : (run[2] === "-" ? -1 : 1) * readNumber(run[3]);
  const out: Point[] = [];
  // Steps add up, as they do where the data come from: 0+0.1x3 ends at 0.30000000000000004.
  for (let value = readNumber(run[1]!), i = 0; i <= times; i++, value += step) out.push(value);
  return out;
}

/** A number as test files write it. */
export function readNumber(text: string): number {
  const infinite = /^([+-]?)inf$/i.exec(text);
  if (infinite !== null) return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?nan$/i.test(text) ? Number.NaN : Number(text);
}
