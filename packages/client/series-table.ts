import type { Tags } from "./metric-line.ts";

/** When so many series are known they are all forgotten, and made again when they are used again. */
const MOST_SERIES = 10_000;

/** Finds the series of a name and tags, and makes those that are new; what `make` cannot make is undefined each time. */
export function createSeriesTable<T>(make: (name: string, tags: Tags | undefined) => T | undefined) {
  const plain = new Map<string, T>();
  const tagged = new Map<string, Map<string, T>>();
  let size = 0;

  function remember(map: Map<string, T>, key: string, series: T | undefined): T | undefined {
    if (series === undefined) return undefined;
    map.set(key, series);
    size++;
    return series;
  }

  return {
    of(name: string, tags: Tags | undefined): T | undefined {
      if (size >= MOST_SERIES) {
        plain.clear();
        tagged.clear();
        size = 0;
      }
      if (tags === undefined) return plain.get(name) ?? remember(plain, name, make(name, tags));
      let ofName = tagged.get(name);
      if (ofName === undefined) {
        ofName = new Map();
        tagged.set(name, ofName);
      }
      let key = "";
      for (const tag in tags) key += `${tag}\u0001${tags[tag]}\u0002`;
      return ofName.get(key) ?? remember(ofName, key, make(name, tags));
    },
  };
}
