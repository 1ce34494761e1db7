import type { Unit } from "@mission-control/contracts";

/** What a number in a field is of: a unit of values, or a length of time, which is kept in ms. */
export type Quantity = Unit | "length";

/**
 * A number as it is typed, and the scale it is meant in, one of `scalesOf`. One that a quantity does not have counts as its usual
 * one there, and stays: seconds that are looked at as bytes for a while are what they were afterwards.
 */
export interface Measure {
  readonly text: string;
  readonly scale: string;
}

/** A scale of a quantity: `times / over` of what is kept is one of it. */
export interface Scale {
  /** What stands behind the number; it tells the scale, too. */
  readonly label: string;
  readonly times: number;
  readonly over: number;
}

const plain: Scale = { label: "", times: 1, over: 1 };
const scale = (label: string, times = 1, over = 1): Scale => ({ label, times, over });
const prefixed = (unit: string, prefixes: readonly string[]): readonly Scale[] =>
  prefixes.map((prefix, power) => scale(prefix + unit, 1_000 ** power));

const scales: Readonly<Record<Quantity, readonly Scale[]>> = {
  none: [plain, scale("k", 1e3), scale("M", 1e6), scale("G", 1e9)],
  count: [plain, scale("k", 1e3), scale("M", 1e6), scale("G", 1e9)],
  ratio: [scale("%", 1, 100)],
  seconds: [
    scale("µs", 1, 1e6),
    scale("ms", 1, 1e3),
    scale("s"),
    scale("min", 60),
    scale("h", 3_600),
    scale("d", 86_400),
  ],
  bytes: prefixed("B", ["", "k", "M", "G", "T"]),
  bytes_per_second: prefixed("B/s", ["", "k", "M", "G"]),
  per_second: prefixed("/s", ["", "k", "M"]),
  celsius: [scale("°C")],
  hertz: prefixed("Hz", ["", "k", "M", "G"]),
  length: [
    scale("ms"),
    scale("s", 1_000),
    scale("min", 60_000),
    scale("h", 3_600_000),
    scale("d", 86_400_000),
  ],
};

/** The scales of a quantity, the smallest first. Lengths are not typed in ms: they are kept in them only. */
export const scalesOf = (of: Quantity): readonly Scale[] => scales[of];

/** What is kept for one of a scale's numbers. Dividing is exact where multiplying by a fraction is not. */
const kept = (number: number, { times, over }: Scale): number => (number * times) / over;

/** A value as it is typed: in the scale in which people read it, and so that `numberOf` gives it back to the bit. */
export function measureOf(value: number | undefined, of: Quantity): Measure {
  const all = scales[of];
  if (value === undefined) return { text: "", scale: usualOf(of) };
  const size = Math.abs(value);
  const fitting = all.filter((each) => size >= kept(1, each)).reverse();
  const natural = of === "length" ? fitting.find((each) => value % each.times === 0) : fitting[0];
  for (const each of [natural ?? (value === 0 ? named(of, usualOf(of)) : all[0]!), ...all]) {
    const text = exactText(value, each);
    if (text !== undefined) return { text, scale: each.label };
  }
  // No scale gives it to the bit: the nearest that one can be written.
  const base = all.find(({ times, over }) => times === 1 && over === 1) ?? all[0]!;
  return { text: String((value * base.over) / base.times), scale: base.label };
}

/** The shortest number of a scale that is exactly this value. */
function exactText(value: number, by: Scale): string | undefined {
  const scaled = (value * by.over) / by.times;
  for (let digits = 1; digits <= 17; digits++) {
    const number = Number(scaled.toPrecision(digits));
    if (kept(number, by) === value) return String(number);
  }
  return undefined;
}

/** What is typed before anything is known. */
function usualOf(of: Quantity): string {
  if (of === "seconds") return "ms";
  if (of === "bytes") return "MB";
  if (of === "length") return "min";
  return scales[of][0]!.label;
}

const named = (of: Quantity, label: string): Scale => {
  const usual = usualOf(of);
  const all = scales[of];
  return all.find((each) => each.label === label) ?? all.find((each) => each.label === usual)!;
};

/** The scale in which a measure is meant where it is of this quantity. */
export const scaleOf = ({ scale }: Measure, of: Quantity): string => named(of, scale).label;

/** What was typed in a field of a quantity: undefined where nothing was, NaN where it is no number of it. */
export function numberOf(measure: Measure, of: Quantity): number | undefined {
  const { text, scale } = settled(measure, of);
  if (text === "") return undefined;
  const value = kept(Number(text), named(of, scale));
  return of === "length" ? Math.round(value) : value;
}

/** A measure with what was typed behind its number as its scale: "1.5 s" in a field of ms is 1.5 of the scale s. */
export function settled(measure: Measure, of: Quantity): Measure {
  const text = measure.text.trim().replace(/^[−–]/, "-");
  const [, number, unit] = /^([-+]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(\D*)$/i.exec(text) ?? [];
  if (number === undefined || unit === undefined) return { ...measure, text };
  const digits = number.replaceAll(/,(?=\d{3}(?!\d))/g, "").replace(",", ".");
  const said = scaleSaid(unit.trim(), of);
  return said === undefined
    ? { ...measure, text: unit.trim() === "" ? digits : text }
    : { text: digits, scale: said.label };
}

const aliases: Readonly<Record<string, string>> = {
  us: "µs",
  sec: "s",
  second: "s",
  seconds: "s",
  m: "min",
  minute: "min",
  minutes: "min",
  hour: "h",
  hours: "h",
  day: "d",
  days: "d",
};

function scaleSaid(unit: string, of: Quantity): Scale | undefined {
  if (unit === "") return undefined;
  const all = scales[of];
  // A small m alone is no million: it may be meant as a thousandth, or a metre.
  const same = (a: string, b: string) => !/^m(\/s)?$/.test(b) && a.toLowerCase() === b.toLowerCase();
  const by = (label: string | undefined) =>
    label === undefined
      ? undefined
      : (all.find((each) => each.label === label) ?? all.find((each) => same(each.label, label)));
  return by(unit) ?? (of === "seconds" || of === "length" ? by(aliases[unit.toLowerCase()]) : undefined);
}

/** The same number in another scale, as when it is chosen: "300 ms" becomes "300 s". */
export const inScale = (measure: Measure, label: string, of: Quantity): Measure => ({
  ...settled(measure, of),
  scale: label,
});

/** A measure as one reads it: "300 ms", "5 min"; empty where nothing was typed. */
export function measureText(measure: Measure, of: Quantity): string {
  const { text, scale } = settled(measure, of);
  if (text === "") return "";
  const { label } = named(of, scale);
  return label === "" ? text : `${text}\u00a0${label}`;
}
