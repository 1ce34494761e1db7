import type { Unit } from "./unit.ts";

/** A value as people read it: the number, and the unit that belongs behind it ("" where there is none). */
export interface Shown {
  readonly number: string;
  readonly unit: string;
}

const NONE: Shown = { number: "–", unit: "" };
const MINUS = "\u2212";

const UP = ["", "k", "M", "G", "T", "P", "E"] as const;

/**
 * Formats a value with SI prefixes (bytes too: 1 kB is 1,000 B), three figures, a true minus sign; a dash where there
 * is no value. Ratios are shown in per cent, seconds in the part of time that suits them.
 */
export function formatValue(value: number, unit: Unit): Shown {
  if (Number.isNaN(value)) return NONE;
  if (!Number.isFinite(value)) return { number: value > 0 ? "∞" : `${MINUS}∞`, unit: "" };
  switch (unit) {
    case "ratio":
      return { number: figures(value * 100), unit: "%" };
    case "seconds":
      return formatSeconds(value);
    case "bytes":
      return prefixed(value, "B");
    case "bytes_per_second":
      return prefixed(value, "B/s");
    case "per_second":
      return prefixed(value, "/s");
    case "hertz":
      return prefixed(value, "Hz");
    case "celsius":
      return { number: figures(value), unit: "°C" };
    default:
      return prefixed(value, "");
  }
}

/** The same in one text: "48 ms". */
export function valueText(value: number, unit: Unit): string {
  const shown = formatValue(value, unit);
  return shown.unit === "" ? shown.number : `${shown.number}\u00a0${shown.unit}`;
}

/** What stands beside a lane's name before any value is known. */
export function unitLabel(unit: Unit): string {
  const labels: Record<Unit, string> = {
    none: "",
    count: "",
    ratio: "%",
    seconds: "s",
    bytes: "B",
    bytes_per_second: "B/s",
    per_second: "/s",
    celsius: "°C",
    hertz: "Hz",
  };
  return labels[unit];
}

function prefixed(value: number, unit: string): Shown {
  let scaled = value;
  let power = 0;
  while (Math.abs(scaled) >= 999.5 && power < UP.length - 1) {
    scaled /= 1000;
    power++;
  }
  return { number: figures(scaled), unit: `${UP[power]}${unit}` };
}

const TIMES = [
  { below: 1e-6, by: 1e9, unit: "ns" },
  { below: 1e-3, by: 1e6, unit: "µs" },
  { below: 0.9995, by: 1e3, unit: "ms" },
  { below: 59.95, by: 1, unit: "s" },
  { below: 3_597, by: 1 / 60, unit: "min" },
  { below: 86_310, by: 1 / 3_600, unit: "h" },
  { below: Number.POSITIVE_INFINITY, by: 1 / 86_400, unit: "d" },
] as const;

function formatSeconds(value: number): Shown {
  if (value === 0) return { number: "0", unit: "s" };
  const part = TIMES.find((time) => Math.abs(value) < time.below) ?? TIMES[3];
  return { number: figures(value * part.by), unit: part.unit };
}

/** Three figures, no more: 1,234 · 123 · 12.3 · 1.23; whole numbers stay whole and what is tiny goes to scientific. */
function figures(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  if (size === 0) return "0";
  if (Number.isInteger(value) && size < 1_000) return `${sign}${size}`;
  if (size >= 999.5) return sign + (size < 1e7 ? Math.round(size).toLocaleString("en") : scientific(size));
  if (size >= 99.95) return sign + size.toFixed(0);
  if (size >= 9.995) return sign + size.toFixed(1);
  if (size >= 0.0095) return sign + size.toFixed(2);
  return sign + (size >= 0.00095 ? size.toFixed(4) : scientific(size));
}

function scientific(size: number): string {
  return size.toExponential(1).replace("-", MINUS).replace("+", "");
}
