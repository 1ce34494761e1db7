import type { Reject } from "../reject.ts";
import { tagsOf, type WriteVersion } from "./fields.ts";
import { enter, leave, readerOf, skip } from "./wire.ts";

/** What one request may hold: more of each than any sender sends, less than would fill the memory. */
const most = { series: 50_000, samples: 1_000_000, symbols: 200_000 } as const;

/** How much of each a request holds; of the symbols where they lie, too. */
export interface Outline {
  readonly series: number;
  readonly samples: number;
  /** Where each symbol begins and ends, in turn. */
  readonly symbols: Uint32Array;
}

/** Counts what a request holds before anything is made of it, or says of what it holds too many. @throws where it is none. */
export function outlineOf(bytes: Uint8Array, version: WriteVersion): Outline | Reject {
  const tags = tagsOf[version];
  const reader = readerOf(bytes);
  let [series, samples, symbols] = [0, 0, 0];
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === tags.request.symbol) symbols++;
    if (tag !== tags.request.series) {
      skip(reader, tag);
      continue;
    }
    series++;
    const outerEnd = enter(reader);
    while (reader.pos < reader.len) {
      const inner = reader.tag();
      if (inner === tags.series.sample) samples++;
      skip(reader, inner);
    }
    leave(reader, outerEnd);
  }
  if (series > most.series) return tooMany("series", series, most.series);
  if (samples > most.samples) return tooMany("samples", samples, most.samples);
  if (symbols > most.symbols) return tooMany("symbols", symbols, most.symbols);
  return { series, samples, symbols: placesOf(bytes, tags.request.symbol, symbols) };
}

const tooMany = (what: string, count: number, most: number): Reject => ({
  code: "too_large",
  path: "",
  message: `the request holds ${count} ${what}; send at most ${most} at once`,
});

function placesOf(bytes: Uint8Array, symbolTag: number, count: number): Uint32Array {
  const places = new Uint32Array(count * 2);
  const reader = readerOf(bytes);
  for (let i = 0; i < places.length; ) {
    const tag = reader.tag();
    if (tag !== symbolTag) {
      skip(reader, tag);
      continue;
    }
    const outerEnd = enter(reader);
    places[i++] = reader.pos;
    places[i++] = reader.len;
    reader.pos = reader.len;
    leave(reader, outerEnd);
  }
  return places;
}
