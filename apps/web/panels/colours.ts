import { darkRamps, lightRamps, type RampName } from "cubism-es";
import type { Theme } from "../style/theme.ts";

/** How many colours of series there are in panels.css; further series begin anew. */
const COLOURS = 10;

/** The colour of the n-th series, as CSS. */
export const seriesColour = (index: number): string => `var(--series-${(index % COLOURS) + 1})`;

/** What a canvas needs of the tokens: it knows no variables. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The same colour for a canvas. */
export const seriesPaint = (index: number): string => token(`--series-${(index % COLOURS) + 1}`);

/** Colours from little (0) to much (1), red, green and blue from 0 to 255. */
export function heatScale(
  theme: Theme,
  ramp: RampName = "blue",
): (part: number) => readonly [number, number, number] {
  const ramps = theme === "light" ? lightRamps : darkRamps;
  const colours = [token("--bg"), ...ramps[ramp].positive].map(rgbOf);
  return (part) => {
    const at = Math.max(0, Math.min(1, part)) * (colours.length - 1);
    const low = colours[Math.floor(at)]!;
    const high = colours[Math.ceil(at)]!;
    const share = at - Math.floor(at);
    const mix = (i: 0 | 1 | 2) => Math.round(low[i] + (high[i] - low[i]) * share);
    return [mix(0), mix(1), mix(2)];
  };
}

function rgbOf(hex: string): readonly [number, number, number] {
  const value = Number.parseInt(hex.slice(1, 7), 16) || 0;
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
