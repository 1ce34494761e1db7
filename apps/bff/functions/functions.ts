import type { CustomFunction } from "@mission-control/contracts";
import { readyMade } from "@mission-control/functions";

/** The functions there are. */
export function createFunctions() {
  const all = new Map<string, CustomFunction>(readyMade.map((one) => [one.name, one]));
  return {
    /** By name. */
    all: (): ReadonlyMap<string, CustomFunction> => all,
  };
}
