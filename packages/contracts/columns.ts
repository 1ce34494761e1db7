import type { Labels } from "@mission-control/series";
import { limits } from "./limits.ts";
import type { Reject } from "./reject.ts";

/** The media type of a range query's answer in columns. JSON stays for whoever does not ask for it. */
export const columnsType = "application/vnd.mission-control.columns";

/** One series: `values[i]` is at `startMs + i * stepMs`, NaN where there is none. */
export interface ColumnSeries {
  readonly labels: Labels;
  readonly values: Float64Array;
}

/** A range query's answer: labels once, values in columns on one grid. */
export interface Columns {
  readonly startMs: number;
  readonly stepMs: number;
  /** How many steps every column has. */
  readonly steps: number;
  readonly series: readonly ColumnSeries[];
  readonly warnings: readonly string[];
  /** Up to here the values are final for this `generation` of the past. */
  readonly finalMs: number;
  /** Another one means that something was written into the past: what was kept of it is to be asked for again. */
  readonly generation: string;
}

const MAGIC = 0x3143434d; // "MCC1", little-endian
const ALIGN = 8;
/** Steps that a column may have; the server gives no more. */
const MAX_STEPS = limits.stepsPerQuery + 1;

/** What stands before the columns. Labels are names and values in turn, so that no name is a key. */
interface Head extends Omit<Columns, "series"> {
  readonly labels: readonly (readonly string[])[];
  /** A letter for each series: "d" eight bytes a value, "f" four where nothing is lost by it, "n" no value at all. */
  readonly forms: string;
}

/**
 * An answer as bytes, little-endian: magic u32, length of the head u32, the head as JSON, zeros up to a multiple of 8; then
 * the columns in the order of the labels, each beginning at a multiple of 8. A column is as short as its values allow.
 */
export function encodeColumns(columns: Columns): Uint8Array<ArrayBuffer> {
  const { startMs, stepMs, steps, series, warnings, finalMs, generation } = columns;
  const forms = series.map(({ values }) => formOf(values, steps));
  const head: Head = {
    startMs,
    stepMs,
    steps,
    labels: series.map(({ labels }) => [...labels].flat()),
    forms: forms.join(""),
    warnings: [...warnings],
    finalMs,
    generation,
  };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const bodyAt = aligned(8 + text.length);
  const length = forms.reduce((sum, form) => sum + aligned(steps * bytesOf(form)), bodyAt);
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, text.length, true);
  out.set(text, 8);
  let at = bodyAt;
  for (const [i, { values }] of series.entries()) {
    const form = forms[i]!;
    if (form === "d") new Float64Array(out.buffer, at, steps).set(values);
    else if (form === "f") new Float32Array(out.buffer, at, steps).set(values);
    at += aligned(steps * bytesOf(form));
  }
  return out;
}

/** The answer in these bytes, or why they are none. Eight-byte columns are views of `bytes`, not copies. */
export function decodeColumns(bytes: ArrayBuffer): Columns | Reject {
  const refuse = (message: string): Reject => ({ code: "bad_columns", path: "", message });
  if (bytes.byteLength < 8) return refuse("shorter than its beginning");
  const view = new DataView(bytes);
  if (view.getUint32(0, true) !== MAGIC) return refuse("these are no columns");
  const headLength = view.getUint32(4, true);
  if (8 + headLength > bytes.byteLength) return refuse("cut off in its head");
  const head = readHead(new Uint8Array(bytes, 8, headLength));
  if (head === undefined) return refuse("its head is none");
  const { labels, forms, steps, startMs, stepMs, warnings, finalMs, generation } = head;
  const columnForms = [...forms] as Form[];
  const length = columnForms.reduce(
    (sum, form) => sum + aligned(steps * bytesOf(form)),
    aligned(8 + headLength),
  );
  if (labels.length !== forms.length || length !== bytes.byteLength) return refuse("not of its length");
  let at = aligned(8 + headLength);
  const series = columnForms.map((form, i) => {
    const values = columnAt(bytes, at, steps, form);
    at += aligned(steps * bytesOf(form));
    return { labels: labelsIn(labels[i]!), values };
  });
  return { startMs, stepMs, steps, series, warnings, finalMs, generation };
}

type Form = "d" | "f" | "n";

const aligned = (length: number) => Math.ceil(length / ALIGN) * ALIGN;
const bytesOf = (form: Form) => (form === "d" ? 8 : form === "f" ? 4 : 0);

function formOf(values: Float64Array, steps: number): Form {
  let form: Form = "n";
  for (let i = 0; i < steps; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    if (Math.fround(value) !== value) return "d";
    form = "f";
  }
  return form;
}

function columnAt(bytes: ArrayBuffer, at: number, steps: number, form: Form): Float64Array {
  if (form === "d") return new Float64Array(bytes, at, steps);
  return form === "f"
    ? Float64Array.from(new Float32Array(bytes, at, steps))
    : new Float64Array(steps).fill(Number.NaN);
}

/** By hand, not by zod: this is read in the browser for every lane. */
function readHead(text: Uint8Array): Head | undefined {
  try {
    const head = JSON.parse(new TextDecoder().decode(text)) as Partial<Head>;
    const numbers = [head.startMs, head.stepMs, head.steps, head.finalMs];
    const isWhole = numbers.every(Number.isFinite) && typeof head.generation === "string";
    const steps = head.steps ?? -1;
    const isBounded = Number.isInteger(steps) && steps >= 0 && steps <= MAX_STEPS;
    const isText = (list: unknown) => Array.isArray(list) && list.every((one) => typeof one === "string");
    const isNamed = Array.isArray(head.labels) && head.labels.every(isText) && isText(head.warnings);
    const isFormed = typeof head.forms === "string" && /^[dfn]*$/.test(head.forms);
    return isWhole && isBounded && isNamed && isFormed ? (head as Head) : undefined;
  } catch {
    return undefined;
  }
}

function labelsIn(flat: readonly string[]): Labels {
  const labels = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) labels.set(flat[i]!, flat[i + 1]!);
  return labels;
}
