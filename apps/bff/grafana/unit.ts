import type { Unit } from "@mission-control/contracts";

/** What a unit of Grafana's is here: ours, and the factor and addend that values take to be in it. */
export interface CarriedUnit {
  readonly unit: Unit;
  readonly factor: number;
  readonly plus: number;
}

const KIB = 1024;
const names: readonly (readonly [unit: Unit, factor: number, names: string, plus?: number])[] = [
  ["none", 1, "none short sishort locale string"],
  ["seconds", 1, "s dtdurations clocks dthms"],
  ["seconds", 1e-9, "ns"],
  ["seconds", 1e-6, "µs us"],
  ["seconds", 1e-3, "ms dtdurationms clockms"],
  ["seconds", 60, "m"],
  ["seconds", 3_600, "h"],
  ["seconds", 86_400, "d"],
  ["bytes", 1, "bytes decbytes"],
  ["bytes", 1 / 8, "bits decbits"],
  ["bytes", 1e3, "deckbytes"],
  ["bytes", 1e6, "decmbytes"],
  ["bytes", 1e9, "decgbytes"],
  ["bytes", KIB, "kbytes"],
  ["bytes", KIB ** 2, "mbytes"],
  ["bytes", KIB ** 3, "gbytes"],
  ["bytes", KIB ** 4, "tbytes"],
  ["bytes_per_second", 1, "Bps binBps"],
  ["bytes_per_second", 1e3, "KBs"],
  ["bytes_per_second", 1e6, "MBs"],
  ["bytes_per_second", 1e9, "GBs"],
  ["bytes_per_second", KIB, "KiBs"],
  ["bytes_per_second", KIB ** 2, "MiBs"],
  ["bytes_per_second", KIB ** 3, "GiBs"],
  ["bytes_per_second", 1 / 8, "bps binbps"],
  ["bytes_per_second", 1e3 / 8, "Kbits"],
  ["bytes_per_second", 1e6 / 8, "Mbits"],
  ["bytes_per_second", 1e9 / 8, "Gbits"],
  ["bytes_per_second", KIB / 8, "Kibits"],
  ["bytes_per_second", KIB ** 2 / 8, "Mibits"],
  ["bytes_per_second", KIB ** 3 / 8, "Gibits"],
  ["ratio", 1, "percentunit"],
  ["ratio", 1 / 100, "percent"],
  ["per_second", 1, "reqps rps ops wps iops cps eps mps recps rowsps pps"],
  ["per_second", 1 / 60, "rpm opm wpm cpm epm mpm recpm rowspm"],
  ["hertz", 1, "hertz rothz"],
  ["celsius", 1, "celsius"],
  ["celsius", 5 / 9, "fahrenheit farenheit", -160 / 9],
  ["celsius", 1, "kelvin", -273.15],
];
const known = new Map<string, CarriedUnit>(
  names.flatMap(([unit, factor, those, plus = 0]) =>
    those.split(" ").map((name) => [name, { unit, factor, plus }]),
  ),
);

/** A plain number. */
export const plainUnit: CarriedUnit = { unit: "none", factor: 1, plus: 0 };

/** Our unit for one of Grafana's; undefined where there is no like. */
export function carryUnit(name: string): CarriedUnit | undefined {
  return name === "" ? plainUnit : known.get(name);
}

/** Whether values are in our unit as they are. */
export const isAsItIs = ({ factor, plus }: CarriedUnit): boolean => factor === 1 && plus === 0;

/** A number that is told in Grafana's unit, in ours. Rounded to what people write, as 0.1 * 3 is no 0.3. */
export const inUnit = (value: number, { factor, plus }: CarriedUnit): number =>
  isAsItIs({ factor, plus } as CarriedUnit) ? value : Number((value * factor + plus).toPrecision(12));

/** An expression whose values are in our unit. */
export function wrapInUnit(expr: string, unit: CarriedUnit): string {
  if (isAsItIs(unit)) return expr;
  // A comment at its end would take the bracket in.
  const inner = `(${expr}${expr.includes("#") ? "\n" : ""})`;
  const { factor, plus } = unit;
  const divisor = Number((1 / factor).toPrecision(12));
  const isWhole = factor < 1 && Number.isInteger(divisor);
  const scaled = factor === 1 ? inner : isWhole ? `${inner} / ${divisor}` : `${inner} * ${factor}`;
  if (plus === 0) return scaled;
  return plus < 0 ? `${scaled} - ${-plus}` : `${scaled} + ${plus}`;
}
