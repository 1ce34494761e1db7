import { darkRamps, lightRamps, type Ramps } from "cubism-es";
import type { Theme } from "../chrome/theme.ts";

/** The lanes' colours in a theme. */
export function rampsOf(theme: Theme): Ramps {
  return theme === "light" ? lightRamps : darkRamps;
}
