import { darkRamps, lightRamps, type Ramps } from "cubism-es";
import type { Theme } from "../style/theme.ts";

/** What lies over "no data": quieter than the ramps' own, because on a fresh machine it is most of the wall. */
const gaps: Record<Theme, string> = { dark: "#ffffff07", light: "#0a0d1307" };

export function gapOf(theme: Theme): string {
  return gaps[theme];
}

/** The lanes' colours in a theme. */
export function rampsOf(theme: Theme): Ramps {
  return theme === "light" ? lightRamps : darkRamps;
}
