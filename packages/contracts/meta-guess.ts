import type { Ramp, Unit } from "./unit.ts";

/** The units that metric names end in, as Prometheus' naming practice has them. */
const SUFFIXES: readonly (readonly [RegExp, Unit])[] = [
  [/_seconds(_total|_sum|_bucket)?$/, "seconds"],
  [/_bytes(_total|_sum|_bucket)?$/, "bytes"],
  [/_ratio$/, "ratio"],
  [/_celsius$/, "celsius"],
  [/_hertz$/, "hertz"],
  [/_total$/, "count"],
];

/** Units as metadata writes them. */
const TOLD: Readonly<Record<string, Unit>> = {
  seconds: "seconds",
  bytes: "bytes",
  ratio: "ratio",
  celsius: "celsius",
  hertz: "hertz",
};

/** The unit of a metric's values: as its metadata tells it, or else as its name ends. */
export function guessUnit(name: string, told = ""): Unit | undefined {
  if (Object.hasOwn(TOLD, told)) return TOLD[told];
  return SUFFIXES.find(([suffix]) => suffix.test(name))?.[1];
}

/** The unit of a rate of values in a unit. */
export function unitOfRate(unit: Unit | undefined): Unit {
  if (unit === "seconds") return "ratio";
  if (unit === "bytes" || unit === "bytes_per_second") return "bytes_per_second";
  return unit === undefined || unit === "none" || unit === "count" || unit === "per_second"
    ? "per_second"
    : "none";
}

/** What goes wrong, as names say it. */
export const FAULTS =
  /(^|_)(err(or)?s?|fail(ed|ures?)?|faults?|drop(s|ped)?|refus(ed|als?)|reject(s|ed|ions?)?|exceptions?|timeouts?|retr(y|ies)|lost|panics?|5xx)(_|$)/i;

/** The colours a metric's name tells: faults are warm, times teal. */
export function guessRamp(name: string): Ramp | undefined {
  if (FAULTS.test(name)) return "warm";
  return /_seconds(_bucket)?$/.test(name) ? "teal" : undefined;
}
