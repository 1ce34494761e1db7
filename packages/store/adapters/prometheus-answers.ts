import {
  type InstantAnswer,
  type MetricMetadata,
  metricMetadataSchema,
  type PromError,
  promErrorSchema,
  type RangeAnswer,
  Refusal,
} from "@mission-control/contracts";
import { type Labels, labelsOf, type Series } from "@mission-control/series";
import type { StoreAnswer } from "./prometheus-http.ts";

/** A JSON value as it came: nothing is known of it yet. */
type Json = Readonly<Record<string, unknown>>;

/** The steps of a range query. */
export interface Grid {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** The part of a successful answer that says what was asked for. */
export interface Success {
  readonly data: unknown;
  readonly warnings: string[];
  readonly infos: string[];
}

/** These errors say something of the question; any other, that the store is not well. */
const ABOUT_THE_QUESTION = new Set(["bad_data", "execution", "timeout", "canceled", "not_found"]);
/** What the status says where a store gives errors no type of Prometheus'. */
const TYPE_OF_STATUS = new Map([
  [400, "bad_data"],
  [422, "execution"],
]);
const TOLD_CHARACTERS = 300;

/**
 * An answer of the HTTP API: what was asked for, or what the store says against the question.
 * @throws Refusal `store_away` where it is neither.
 */
export function readAnswer({ status, text }: StoreAnswer): Success | PromError {
  const json = jsonOf(text);
  const body = isObject(json) ? json : undefined;
  if (body?.status === "success" && status < 300)
    return { data: body.data, warnings: textsOf(body.warnings), infos: textsOf(body.infos) };
  if (body?.status === "error" && typeof body.error === "string") {
    const type = ABOUT_THE_QUESTION.has(String(body.errorType))
      ? String(body.errorType)
      : TYPE_OF_STATUS.get(status);
    const error = promErrorSchema.safeParse({ status: "error", errorType: type, error: body.error });
    if (error.success) return { ...error.data, ...placeIn(body.error) };
  }
  if (status >= 200 && status < 300)
    throw unreadable(json === undefined ? "it is no JSON" : "it has no status");
  const said = typeof body?.error === "string" ? body.error : text;
  throw new Refusal("store_away", `it answers ${status}${told(said)}${hintFor(status)}`);
}

const told = (text: string): string => {
  const line = text.trim().split("\n", 1)[0]!.slice(0, TOLD_CHARACTERS);
  return line === "" || line.startsWith("<") ? "" : `: ${line}`;
};

function hintFor(status: number): string {
  if (status === 401 || status === 403) return "; check its credentials in the settings";
  return status === 404 || status === 405 ? "; check its address and kind in the settings" : "";
}

/** Where in the expression a fault is, as Prometheus writes it: `1:5: parse error: …`. */
function placeIn(error: string): { line?: number; column?: number } {
  const [, line, column] = /(?:^|\s)(\d+):(\d+): parse error/.exec(error) ?? [];
  return column === undefined ? {} : { line: Number(line), column: Number(column) };
}

/** What a range query's answer says, from its text on. @throws Refusal `store_away` */
export function readRangeAnswer(answer: StoreAnswer, grid: Grid): RangeAnswer | PromError {
  const said = readAnswer(answer);
  return "error" in said ? said : readRange(said, grid);
}

/** A range query's matrix on its grid. @throws Refusal `store_away` */
function readRange({ data, warnings, infos }: Success, { startMs, endMs, stepMs }: Grid): RangeAnswer {
  const steps = Math.floor((endMs - startMs) / stepMs) + 1;
  const result = resultOf(data, "matrix");
  const series = result.map((row) => {
    const { metric, values: pairs = [] } = objectOf(row);
    const values = new Float64Array(steps).fill(Number.NaN);
    const present = new Uint8Array(steps);
    for (const pair of arrayOf(pairs)) {
      const step = Math.round((timeMsOf(pair) - startMs) / stepMs);
      if (step < 0 || step >= steps) throw unreadable("a time lies outside of what was asked for");
      values[step] = numberIn(pair);
      present[step] = 1;
    }
    return { labels: labelsIn(metric), values, present };
  });
  const timesMs = Float64Array.from({ length: steps }, (_, step) => startMs + step * stepMs);
  return { timesMs, series: series.filter(({ present }) => present.includes(1)), warnings, infos };
}

/** An instant query's answer, of whatever type. @throws Refusal `store_away` */
export function readInstant({ data, warnings, infos }: Success, timeMs: number): InstantAnswer {
  const { resultType: type, result } = objectOf(data);
  const about = { timeMs, warnings, infos };
  if (type === "scalar") return { ...about, type, value: numberIn(result) };
  if (type === "string") return { ...about, type, value: String(arrayOf(result)[1]) };
  if (type === "matrix") return { ...about, type, series: readSamples(data) };
  if (type !== "vector") throw unreadable("it is of no type that is known");
  // A native histogram stands under another name, and is left out.
  const rows = arrayOf(result).map(objectOf);
  const series = rows.flatMap(({ metric, value }) =>
    value === undefined ? [] : [{ labels: labelsIn(metric), value: numberIn(value) }],
  );
  return { ...about, type, series };
}

/** The samples of a range selector, each series ascending; of equal times the last. @throws Refusal `store_away` */
export function readSamples(data: unknown): Series[] {
  return resultOf(data, "matrix").map((row) => {
    const { metric, values: given = [] } = objectOf(row);
    const pairs = arrayOf(given);
    const timesMs = new Float64Array(pairs.length);
    const values = new Float64Array(pairs.length);
    let length = 0;
    for (const pair of pairs) {
      const timeMs = timeMsOf(pair);
      if (length > 0 && timeMs < timesMs[length - 1]!) throw unreadable("its times go back");
      if (length > 0 && timeMs === timesMs[length - 1]) length--;
      timesMs[length] = timeMs;
      values[length++] = numberIn(pair);
    }
    return { labels: labelsIn(metric), timesMs: timesMs.slice(0, length), values: values.slice(0, length) };
  });
}

/** A list of texts. @throws Refusal `store_away` */
export function readTexts(data: unknown): string[] {
  const list = arrayOf(data ?? []);
  if (list.every((item) => typeof item === "string")) return list as string[];
  throw unreadable("a list of texts has something else in it");
}

/** A list of label sets. @throws Refusal `store_away` */
export const readLabelSets = (data: unknown): Labels[] => arrayOf(data ?? []).map(labelsIn);

/** What is known of each metric; of types that we do not know, that they are unknown. @throws Refusal `store_away` */
export function readMetadata(data: unknown): Map<string, MetricMetadata[]> {
  const all = new Map<string, MetricMetadata[]>();
  for (const [name, list] of Object.entries(objectOf(data ?? {}))) {
    const known = arrayOf(list).map((one) => {
      const { type, help, unit } = objectOf(one);
      const kind = metricMetadataSchema.shape.type.catch("unknown").parse(type);
      return { type: kind, help: String(help ?? ""), unit: String(unit ?? "") };
    });
    all.set(name, known);
  }
  return all;
}

function resultOf(data: unknown, type: string): readonly unknown[] {
  const { resultType, result } = objectOf(data);
  if (resultType !== type) throw unreadable(`it is no ${type}`);
  return arrayOf(result);
}

function timeMsOf(pair: unknown): number {
  const seconds = arrayOf(pair)[0];
  if (typeof seconds !== "number") throw unreadable("a time is no number");
  return Math.round(seconds * 1_000);
}

function numberIn(pair: unknown): number {
  const text = arrayOf(pair)[1];
  if (text === "NaN") return Number.NaN;
  if (text === "+Inf") return Number.POSITIVE_INFINITY;
  if (text === "-Inf") return Number.NEGATIVE_INFINITY;
  const value = typeof text === "string" && text !== "" ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw unreadable("a value is no number");
  return value;
}

function labelsIn(metric: unknown): Labels {
  const pairs = Object.entries(objectOf(metric));
  if (!pairs.every((pair): pair is [string, string] => typeof pair[1] === "string"))
    throw unreadable("a label is no text");
  return labelsOf(pairs);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function objectOf(value: unknown): Json {
  if (!isObject(value)) throw unreadable("an object is missing");
  return value;
}

function arrayOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unreadable("a list is missing");
  return value;
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((text) => typeof text === "string") : [];

const unreadable = (why: string): Refusal =>
  new Refusal("store_away", `its answer cannot be read: ${why}; is it a store of this kind?`);
