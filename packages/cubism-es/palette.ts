import { over, type Pixel, pixelOf, spread } from "./colour.ts";
import type { Ramp } from "./ramps.ts";

/** The colours of a lane as pixels: index 0 of each sign is the background, index n the n-th band. */
export interface Palette {
  readonly bands: number;
  readonly positive: Uint32Array;
  readonly negative: Uint32Array;
  readonly gap: Pixel;
  readonly hatch: Pixel;
}

/** The last one of each ramp, and what it was made of: hundreds of lanes have few looks. */
const made = new WeakMap<Ramp, { readonly palette: Palette; readonly of: string }>();

/**
 * A palette of 1 to 8 bands, 4 where that is no number. `gap` is a CSS hex colour laid over the background, twice where it
 * is hatched. Not to be written to: who asks for the same gets the same.
 */
export function createPalette(ramp: Ramp, bands = 4, gap = ramp.gap ?? "transparent"): Palette {
  const count = Math.max(1, Math.min(8, Math.round(bands) || 4));
  const of = [count, gap, ramp.background, ramp.positive, ramp.negative].join();
  const last = made.get(ramp);
  if (last?.of === of) return last.palette;
  const { background, ...laid } = gapColours(ramp, gap);
  const palette = {
    bands: count,
    positive: Uint32Array.of(background, ...spread(ramp.positive, count)),
    negative: Uint32Array.of(background, ...spread(ramp.negative, count)),
    ...laid,
  };
  made.set(ramp, { palette, of });
  return palette;
}

/** The same colour with `part` of its opacity. */
export function translucent(pixel: Pixel, part: number): Pixel {
  return ((pixel & 0xffffff) | (Math.round((pixel >>> 24) * part) << 24)) >>> 0;
}

/** What is laid where a ramp has no data. */
export function gapColours(ramp: Ramp, gap = ramp.gap ?? "transparent") {
  const background = pixelOf(ramp.background);
  const gapPixel = over(background, pixelOf(gap));
  return { background, gap: gapPixel, hatch: over(gapPixel, pixelOf(gap)) };
}

/** The one colour a ramp stands for, as a line is drawn in it. */
export function strokeOf(colours: readonly string[]): Pixel {
  return spread(colours, 1)[0] ?? 0;
}
