import { useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import type { WallSearch } from "../data/url-state.ts";

/** Whether a name has each word of a filter in it, in any order and case. */
export function matchesFilter(name: string, words: readonly string[]): boolean {
  const low = name.toLowerCase();
  return words.every((word) => low.includes(word));
}

/** The words of a filter as it was typed. */
export function wordsOf(filter: string): readonly string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean);
}

/** The words by which the address narrows the lanes; none where it does not. Nothing else in the address stirs it. */
export function useLaneFilter(): readonly string[] {
  const filter = useSearch({ strict: false, select: ({ filter }: WallSearch) => filter ?? "" });
  return useMemo(() => wordsOf(filter), [filter]);
}
