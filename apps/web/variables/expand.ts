import type { Lane, Tile, View } from "@mission-control/contracts";
import { createContext, useContext, useEffect, useMemo, useState } from "react";
import { chosenOf, type VariableSearch } from "../data/chosen.ts";
import { withCode } from "../later/later.ts";

/** Puts what is chosen of a view's variables into its expressions, and in words into its titles. */
export interface Expand {
  readonly expr: (text: string) => string;
  readonly words: (text: string) => string;
}

const same = (text: string) => text;
const nothingToExpand: Expand = { expr: same, words: same };
const ExpandContext = createContext(nothingToExpand);

export const ExpandProvider = ExpandContext.Provider;

/** An expression of the view on show, with what is chosen of its variables in it. */
export const useExpand = (): Expand["expr"] => useContext(ExpandContext).expr;

/** A title of the view on show, likewise, in words: "CPU of api, web". */
export const useExpandWords = (): Expand["words"] => useContext(ExpandContext).words;

/**
 * What expands the parts of a view; undefined until it is there, and until the view is. What was there stays until a view
 * that gets its first variable has what expands them.
 */
export function useExpandOf(
  variables: View["variables"] | undefined,
  search: VariableSearch,
): Expand | undefined {
  const [module, setModule] = useState<typeof import("./expand-by.ts")>();
  const isNeeded = (variables ?? []).length > 0;
  useEffect(() => {
    if (isNeeded) withCode(() => import("./expand-by.ts"), setModule);
  }, [isNeeded]);
  const key = variables === undefined ? undefined : JSON.stringify([...chosenOf(variables, search)]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for what is chosen
  const expand = useMemo(() => {
    if (variables === undefined) return undefined;
    return isNeeded ? module?.expandBy(chosenOf(variables, search)) : nothingToExpand;
  }, [key, module]);
  const [shown, setShown] = useState(expand);
  if (expand !== undefined && expand !== shown) setShown(expand);
  return expand ?? shown;
}

/** A lane as it is asked and named. */
export function expandLane(lane: Lane, { expr, words }: Expand): Lane {
  const { legend } = lane;
  const expanded = { ...lane, expr: expr(lane.expr), title: words(lane.title) };
  return legend === undefined ? expanded : { ...expanded, legend: words(legend) };
}

/** A tile, likewise. */
export function expandTile(tile: Tile, { expr, words }: Expand): Tile {
  const expanded = { ...tile, expr: expr(tile.expr), title: words(tile.title) };
  return tile.note === undefined ? expanded : { ...expanded, note: expr(tile.note) };
}
