import type { Replay } from "@mission-control/contracts";

/** Where a value is bad and where it is good again. Between them an alert stays as it is. */
export type Levels = NonNullable<Replay["levels"]>;

/** Whether a value is bad. The ends of a range are inside it; NaN is never bad. */
export function isBad({ op, level, upper }: Levels, value: number): boolean {
  const end = upper ?? level;
  switch (op) {
    case "above":
      return value > level;
    case "below":
      return value < level;
    case "inside":
      return value >= level && value <= end;
    case "outside":
      return value < level || value > end;
  }
}

/** Whether a value is good again, for what has been bad. */
export function isGood({ op, clear, clearUpper }: Levels, value: number): boolean {
  const end = clearUpper ?? clear;
  switch (op) {
    case "above":
      return value <= clear;
    case "below":
      return value >= clear;
    case "inside":
      return value < clear || value > end;
    case "outside":
      return value >= clear && value <= end;
  }
}
