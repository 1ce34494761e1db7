import { findBest, findLoosely, rankOf, wordsOf } from "./rank.ts";

/** One line of the palette. */
export interface PaletteItem {
  /** Kept with what was used recently, so that it is found again. */
  readonly id: string;
  readonly title: string;
  /** Of a metric: what people call it. */
  readonly called?: string;
  /** It is written as code. */
  readonly isCode?: boolean;
  readonly kind?: string;
  readonly note?: string;
  readonly keys?: readonly string[];
  /** Further words by which it is found. */
  readonly words?: string;
  /** Of a metric: the series that tell how many rows it becomes. */
  readonly counted?: string;
  readonly isOn?: boolean;
  /** The palette stays open afterwards, for the next one. */
  readonly stays?: boolean;
  readonly run: () => void;
}

/** Lines of one kind under a heading. */
export interface PaletteGroup {
  readonly title: string;
  readonly items: readonly PaletteItem[];
}

const textOf = ({ title, words }: PaletteItem) => `${title} ${words ?? ""}`;

/** A group narrowed to what was typed, at most `limit` of it; or to what has its letters. */
export function narrowed(
  { title, items }: PaletteGroup,
  typed: string,
  limit: number,
  how: "exact" | "loose" = "exact",
): PaletteGroup {
  return { title, items: (how === "exact" ? findBest : findLoosely)(items, textOf, typed, limit) };
}

/** The groups that have something, those first that begin with what fits best; as they are where nothing is typed. */
export function ordered(groups: readonly PaletteGroup[], typed: string): PaletteGroup[] {
  const words = wordsOf(typed);
  const full = groups.filter(({ items }) => items.length > 0);
  if (words.length === 0) return full;
  const best = ({ items }: PaletteGroup) => Math.min(...items.map((item) => rankOf(textOf(item), words)));
  return full
    .map((group) => ({ group, rank: best(group) }))
    .sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank))
    .map(({ group }) => group);
}

/** What was used recently of all there is, the last first. */
export function recentOf(groups: readonly PaletteGroup[], ids: readonly string[]): PaletteGroup {
  const known = new Map(groups.flatMap(({ items }) => items.map((item) => [item.id, item] as const)));
  return { title: "Recently used", items: ids.flatMap((id) => known.get(id) ?? []) };
}
