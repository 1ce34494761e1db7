import type { Lane, Ramp, Unit } from "@mission-control/contracts";

/** What can be chosen for a field, and its words. */
export type Options<Id extends string> = readonly { readonly id: Id; readonly label: string }[];

export const unitOptions: Options<Unit> = [
  { id: "none", label: "None" },
  { id: "count", label: "Count" },
  { id: "per_second", label: "Per second" },
  { id: "seconds", label: "Seconds" },
  { id: "ratio", label: "Per cent, of a ratio" },
  { id: "bytes", label: "Bytes" },
  { id: "bytes_per_second", label: "Bytes per second" },
  { id: "celsius", label: "°C" },
  { id: "hertz", label: "Hertz" },
];

export const rampOptions: Options<Ramp> = [
  { id: "blue", label: "Blue" },
  { id: "teal", label: "Teal" },
  { id: "violet", label: "Violet" },
  { id: "warm", label: "Warm, for what is bad when it grows" },
];

export const sortOptions: Options<Lane["sort"]> = [
  { id: "given", label: "As they come" },
  { id: "value", label: "By value" },
  { id: "change", label: "By change" },
  { id: "name", label: "By name" },
];

export const reduceOptions: Options<"last" | "mean" | "min" | "max" | "sum"> = [
  { id: "last", label: "Last" },
  { id: "mean", label: "Mean" },
  { id: "min", label: "Least" },
  { id: "max", label: "Most" },
  { id: "sum", label: "Sum" },
];
