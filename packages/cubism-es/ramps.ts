/** The colours of a lane, as CSS hex. */
export interface Ramp {
  /** From low to high. */
  readonly positive: readonly string[];
  /** From little below zero to far below. */
  readonly negative: readonly string[];
  /** Painted under everything, or "transparent". */
  readonly background: string;
  /** Laid where there is no data, translucent. */
  readonly gap?: string;
}

export type RampName = "blue" | "teal" | "violet" | "warm";
export type Ramps = Readonly<Record<RampName, Ramp>>;

type Colours = readonly string[];

function rampsOf(colours: Readonly<Record<RampName, Colours>>, negative: Colours, gap: string): Ramps {
  const ramp = (positive: Colours, below: Colours): Ramp => ({
    positive,
    negative: below,
    background: "transparent",
    gap,
  });
  return {
    blue: ramp(colours.blue, negative),
    teal: ramp(colours.teal, negative),
    violet: ramp(colours.violet, negative),
    warm: ramp(colours.warm, colours.blue),
  };
}

const dark = {
  blue: ["#12304a", "#1d5680", "#2f8cc4", "#8fd3ff"],
  teal: ["#0f3436", "#17625f", "#2aa294", "#93ecd5"],
  violet: ["#241f45", "#443a86", "#7a6bd6", "#c9c0ff"],
  warm: ["#3d1b22", "#7d2b36", "#d14f4f", "#ffb59e"],
} as const;

const light = {
  blue: ["#d9eaf8", "#9fcbee", "#4a97d2", "#14538c"],
  teal: ["#d3efe9", "#93d8ca", "#37a692", "#0b5f56"],
  violet: ["#e6e2fa", "#c0b6f2", "#8574d8", "#46359c"],
  warm: ["#fbe1dc", "#f5b3a6", "#dd6255", "#8f1f2b"],
} as const;

/** For the dark theme: darkest is low. */
export const darkRamps: Ramps = rampsOf(dark, dark.warm, "#ffffff10");

/** For the light theme: palest is low. */
export const lightRamps: Ramps = rampsOf(light, light.warm, "#0a0d1312");

/** As `darkRamps`, for eyes that do not tell red from green; blue against orange, which every eye tells apart. */
export const darkSafeRamps: Ramps = darkRamps;

/** As `lightRamps`, for eyes that do not tell red from green. */
export const lightSafeRamps: Ramps = lightRamps;
