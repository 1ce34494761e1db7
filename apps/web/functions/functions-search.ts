import { limits } from "@mission-control/contracts";

/** How much time a preview shows; the names stand in links. */
export const previewRanges = ["1h", "24h", "7d"] as const;
export type PreviewRange = (typeof previewRanges)[number];

/** Stands in the address for a function that has no name yet; no name has a hyphen. */
export const NEW = "new-function";

/** What of the functions' page stands in its address. */
export interface FunctionsSearch {
  /** The function that is shown, or NEW. */
  name?: string;
  /** What its effect is shown on. */
  expr?: string;
  range?: PreviewRange;
}

/** Reads the page's state from an address; what makes no sense is left out. */
export function readFunctionsSearch(raw: Record<string, unknown>): FunctionsSearch {
  const { name, expr } = raw;
  const range = previewRanges.find((each) => each === raw.range);
  return {
    ...(typeof name === "string" && name.length <= limits.nameLength && { name }),
    ...(typeof expr === "string" && expr.length <= limits.expressionLength && { expr }),
    ...(range !== undefined && { range }),
  };
}
