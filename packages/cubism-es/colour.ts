import { color } from "d3-color";

/** A colour as a canvas holds it in memory on little-endian machines: 0xAABBGGRR. */
export type Pixel = number;

const TRANSPARENT: Pixel = 0;

/**
 * The pixel of a CSS colour: hex, a name, rgb() or hsl().
 * @throws RangeError for any other text.
 */
export function pixelOf(colour: string): Pixel {
  const known = color(colour)?.rgb().clamp();
  if (known === undefined) throw new RangeError(`not a colour: ${colour}`);
  const { r, g, b, opacity } = known;
  return pack(r, g, b, Math.round(opacity * 255));
}

function pack(r: number, g: number, b: number, a: number): Pixel {
  return (r | (g << 8) | (b << 16) | (a << 24)) >>> 0;
}

/** The pixel `part` of the way from one to another (0..1), each weighed by its opacity. */
export function mix(from: Pixel, to: Pixel, part: number): Pixel {
  if (part <= 0 || from === to) return from;
  if (part >= 1) return to;
  const fromWeight = (from >>> 24) * (1 - part);
  const toWeight = (to >>> 24) * part;
  const alpha = fromWeight + toWeight;
  if (alpha < 0.5) return TRANSPARENT;
  const toPart = toWeight / alpha;
  const r = (from & 255) + ((to & 255) - (from & 255)) * toPart;
  const g = ((from >>> 8) & 255) + (((to >>> 8) & 255) - ((from >>> 8) & 255)) * toPart;
  const b = ((from >>> 16) & 255) + (((to >>> 16) & 255) - ((from >>> 16) & 255)) * toPart;
  return pack(Math.round(r), Math.round(g), Math.round(b), Math.round(alpha));
}

/** A pixel laid over another. */
export function over(below: Pixel, above: Pixel): Pixel {
  const part = (above >>> 24) / 255;
  if (below >>> 24 === 0) return above;
  const opaque = (above | 0xff000000) >>> 0;
  return mix(below, opaque, part);
}

/** Where one and two bands lie on a ramp, away from its ends: neither too faint to see nor brighter than need be. */
const FEW: readonly (readonly number[])[] = [[], [2 / 3], [1 / 3, 5 / 6]];

/** `count` colours spread over a ramp from its lowest to its highest; one or two are taken from within. None is nothing. */
export function spread(ramp: readonly string[], count: number): Pixel[] {
  const stops = ramp.map(pixelOf);
  const last = stops.length - 1;
  return Array.from({ length: count }, (_, i) => {
    const place = (FEW[count]?.[i] ?? i / (count - 1)) * last;
    const low = Math.floor(place);
    return mix(stops[low] ?? TRANSPARENT, stops[Math.min(last, low + 1)] ?? TRANSPARENT, place - low);
  });
}
