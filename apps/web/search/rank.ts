/** The words of what was typed. */
export function wordsOf(typed: string): readonly string[] {
  return typed
    .toLowerCase()
    .split(/[\s_:]+/)
    .filter(Boolean);
}

/** How well a text has all the words: the lower the better, a start before a middle; infinite where one is missing. */
export function rankOf(text: string, words: readonly string[]): number {
  const low = text.toLowerCase();
  let rank = low.length / 1_000;
  for (const word of words) {
    const at = low.indexOf(word);
    if (at < 0) return Number.POSITIVE_INFINITY;
    if (at > 0) rank += /[a-z0-9]/.test(low[at - 1]!) ? 2 : 1;
  }
  return rank;
}

/** As `rankOf`, with letters left out of each word forgiven: "ndload" is in "node_load1". The closer together the better. */
export function looseRankOf(text: string, words: readonly string[]): number {
  const low = text.toLowerCase();
  let rank = low.length / 1_000;
  for (const word of words) {
    let first = -1;
    let at = -1;
    for (const letter of word) {
      at = low.indexOf(letter, at + 1);
      if (at < 0) return Number.POSITIVE_INFINITY;
      if (first < 0) first = at;
    }
    rank += at - first - word.length + (first === 0 ? 1 : 2);
  }
  return rank;
}

/** Of fewer letters almost every text has all. */
const MIN_LOOSE = 3;

/** The best of some items by their texts, at most `limit`; all of them where nothing is typed. */
export function findBest<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  typed: string,
  limit: number,
): T[] {
  const words = wordsOf(typed);
  if (words.length === 0) return items.slice(0, limit);
  return sorted(items, (item) => rankOf(textOf(item), words), limit);
}

/** As `findBest`, by their letters: for when nothing has the words themselves. */
export function findLoosely<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  typed: string,
  limit: number,
): T[] {
  const words = wordsOf(typed);
  if (words.join("").length < MIN_LOOSE) return [];
  return sorted(items, (item) => looseRankOf(textOf(item), words), limit);
}

function sorted<T>(items: readonly T[], rankOfItem: (item: T) => number, limit: number): T[] {
  return items
    .map((item) => ({ item, rank: rankOfItem(item) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ item }) => item);
}
