import type { Pixel } from "./colour.ts";
import type { Palette } from "./palette.ts";

/** Where values below zero hang: from the top, or mirrored up from the bottom. */
export type Mode = "offset" | "mirror";

/** What every look has: how wide a column is in device pixels, and how many of them a CSS pixel has, for hatches. */
interface Grain {
  readonly columnPx: number;
  readonly pixelRatio: number;
}

/** How a horizon's columns become pixels. All looks are plain data, so that they can be sent to a worker. */
export interface Look extends Grain {
  readonly kind: "horizon";
  readonly palette: Palette;
  readonly scale: {
    readonly baseline: number;
    readonly span: number;
    readonly signed: boolean;
    /** The magnitude that has no height on a logarithmic scale; 0 or absent on a linear one. */
    readonly low?: number;
  };
  readonly mode: Mode;
}

/** The values at the bottom and at the top of a lane. */
export interface Ends {
  readonly low: number;
  readonly high: number;
}

/** What is laid where there is no data. */
interface GapColours {
  readonly background: Pixel;
  readonly gap: Pixel;
  readonly hatch: Pixel;
}

/** How the columns of a primary and a secondary become pixels. */
export interface ComparisonLook extends Grain {
  readonly kind: "comparison";
  readonly colours: GapColours & {
    /** Between the two, where the primary is the greater, and its own edge there. */
    readonly up: Pixel;
    readonly upEdge: Pixel;
    /** The same where it is the smaller. */
    readonly down: Pixel;
    readonly downEdge: Pixel;
    /** The primary's edge where there is nothing to compare it with. */
    readonly edge: Pixel;
  };
  readonly scale: Ends;
  /** The height of an edge in device pixels. */
  readonly strokeRows: number;
}

/** How a line's columns become pixels. */
export interface LineLook extends Grain {
  readonly kind: "line";
  readonly colours: GapColours & {
    readonly stroke: Pixel;
    /** From the least to the greatest value of a column. */
    readonly range: Pixel;
  };
  readonly scale: Ends;
  readonly strokeRows: number;
}

/** How columns with an event become pixels. */
export interface EventLook extends Grain {
  readonly kind: "events";
  readonly colour: Pixel;
}

export type AnyLook = Look | ComparisonLook | LineLook | EventLook;
