/** How texts look that lanes have at their right end. */
export interface CaptionStyle {
  /** How wide the place for them is, in CSS pixels; what is longer is squeezed. */
  readonly widthPx: number;
  /** As CSS has it: "600 12px sans-serif". Fonts that a page loads are not known to a worker. */
  readonly font: string;
  /** As CSS has it. */
  readonly colour: string;
  /** Of what lies around the letters, so that they are read on any band; none where it is absent. */
  readonly halo?: string | undefined;
}

/** A sheet of captions: a style, how high it is in CSS pixels, and device pixels to a CSS pixel. */
export interface InkSheet extends CaptionStyle {
  readonly heightPx: number;
  readonly ratio: number;
}

/** Texts one below the other on a canvas of their own, with its own pixels: columns of a lane are stretched, letters not. */
export interface Ink {
  /** Lays it anew, empty. */
  size(sheet: InkSheet): void;
  /** Writes a text at the right of a row, over what was there; all in CSS pixels. */
  write(top: number, height: number, text: string): void;
  destroy(): void;
}

/** Ink on a canvas of this thread, or on one that was handed to a worker. */
export function createInk(canvas: HTMLCanvasElement | OffscreenCanvas): Ink {
  let target: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null = null;
  let sheet: InkSheet | undefined;
  return {
    size(next) {
      sheet = next;
      const { widthPx, heightPx, ratio, font, colour, halo } = next;
      canvas.width = Math.round(widthPx * ratio);
      canvas.height = Math.round(heightPx * ratio);
      target = (canvas as HTMLCanvasElement).getContext("2d", { willReadFrequently: true });
      if (target === null) return;
      target.scale(ratio, ratio);
      target.font = font;
      target.fillStyle = colour;
      target.textAlign = "right";
      target.textBaseline = "middle";
      target.lineJoin = "round";
      target.lineWidth = 3;
      if (halo !== undefined) target.strokeStyle = halo;
    },
    write(top, height, text) {
      if (target === null || sheet === undefined) return;
      const { widthPx, halo } = sheet;
      target.clearRect(0, top, widthPx, height);
      const middle = top + height / 2;
      // So that the halo is not cut off.
      const right = widthPx - 2;
      if (halo !== undefined) target.strokeText(text, right, middle, right);
      target.fillText(text, right, middle, right);
    },
    destroy() {
      target = null;
      canvas.width = 0;
    },
  };
}
