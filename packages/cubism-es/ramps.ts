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

const darkSafe = {
  blue: ["#0b2a57", "#12509e", "#2f86e0", "#9fd0ff"],
  teal: ["#0c3526", "#0d6644", "#14a36a", "#8ae8bb"],
  violet: ["#3b1d39", "#76356e", "#c261aa", "#fdbfe7"],
  warm: ["#3a2600", "#7a5000", "#cf8f00", "#ffdd7a"],
} as const;

const lightSafe = {
  blue: ["#d6e6fb", "#94c0f3", "#2f7fd6", "#0b3f8a"],
  teal: ["#d2f0e0", "#84d4ad", "#159a66", "#005536"],
  violet: ["#f7dff0", "#eaacd8", "#bd5ba4", "#702a60"],
  warm: ["#fbeac4", "#f1c766", "#c98900", "#6b4500"],
} as const;

const darkGap = "#ffffff10";
const lightGap = "#0a0d1310";

/** For the dark theme: darkest is low. */
export const darkRamps: Ramps = rampsOf(dark, dark.warm, darkGap);

/** For the light theme: palest is low. */
export const lightRamps: Ramps = rampsOf(light, light.warm, lightGap);

/** As `darkRamps`, told apart without telling red from green: badness is amber, violet turns to pink. */
export const darkSafeRamps: Ramps = rampsOf(darkSafe, darkSafe.warm, darkGap);

/** As `lightRamps`, told apart without telling red from green. */
export const lightSafeRamps: Ramps = rampsOf(lightSafe, lightSafe.warm, lightGap);
