import type { Direction, MetaAbout, Ramp, Unit } from "@mission-control/contracts";

export const unitWords: Readonly<Record<Unit, string>> = {
  none: "No unit",
  count: "Count",
  ratio: "Per cent",
  seconds: "Seconds",
  bytes: "Bytes",
  bytes_per_second: "Bytes per second",
  per_second: "Per second",
  celsius: "°C",
  hertz: "Hertz",
};

export const directionWords: Readonly<Record<Direction, string>> = {
  "up-is-bad": "Up is bad",
  "up-is-good": "Up is good",
  neither: "Neither",
};

const rampWords: Readonly<Record<Ramp, string>> = {
  blue: "Blue",
  teal: "Teal",
  violet: "Violet",
  warm: "Warm",
};

const fieldWords: Readonly<Record<string, string>> = {
  name: "display name",
  unit: "unit",
  icon: "icon",
  ramp: "colour",
  direction: "direction",
  description: "description",
  runbook: "runbook",
  owner: "owner",
};

/** What a field is called within a sentence. */
export const fieldWord = (field: string): string => fieldWords[field] ?? field;

/** The value of a field in words. */
export function wordsOf(field: string, value: string | undefined): string {
  if (value === undefined) return "";
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    unit: unitWords,
    direction: directionWords,
    ramp: rampWords,
  };
  return words[field]?.[value] ?? value;
}

/** The fields of which a choice is made, each with its choices. */
export const choices = {
  unit: unitWords,
  direction: directionWords,
  ramp: rampWords,
} as const satisfies Partial<Record<keyof MetaAbout, Readonly<Record<string, string>>>>;
