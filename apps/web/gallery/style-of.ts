import { darkRamps, darkSafeRamps, lightRamps, lightSafeRamps, type Ramp, type RampName } from "cubism-es";
import type { Theme } from "../style/theme.ts";

/** A ramp of the library's own in a theme. */
export function rampOf(theme: Theme, name: RampName, safe = false): Ramp {
  if (theme === "light") return (safe ? lightSafeRamps : lightRamps)[name];
  return (safe ? darkSafeRamps : darkRamps)[name];
}
