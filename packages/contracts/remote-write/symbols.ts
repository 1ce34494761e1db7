import { textOf } from "./wire.ts";

/** The texts that series refer to by their numbers (2.0), each read when it is first asked for. `places`: begin and end in turn. */
export function createSymbols(bytes: Uint8Array, places: Uint32Array) {
  const count = places.length / 2;
  const texts: (string | undefined)[] = new Array(count);
  return {
    count,
    /** The text of a number below `count`; undefined where it is no UTF-8. */
    of(ref: number): string | undefined {
      texts[ref] ??= textOf(bytes, places[ref * 2]!, places[ref * 2 + 1]!);
      return texts[ref];
    },
  };
}

/** The texts that series refer to. */
export type Symbols = ReturnType<typeof createSymbols>;
