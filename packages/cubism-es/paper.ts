import type { Page, RequestFrame } from "./frames.ts";

/**
 * Something to draw on where there is no browser: a canvas that keeps its pixels, as far as a horizon needs one. Its
 * size and content behave as a canvas' do: setting width or height empties it, and only the dirty part of an image is
 * taken over.
 */
export function createPaper() {
  let width = 300;
  let height = 150;
  let pixels = new Uint32Array(width * height);
  const empty = () => {
    pixels = new Uint32Array(width * height);
  };
  const target = {
    createImageData: (columns: number, rows: number) => ({
      width: columns,
      height: rows,
      data: new Uint8ClampedArray(columns * rows * 4),
    }),
    putImageData(
      image: ImageData,
      left: number,
      top: number,
      fromX = 0,
      fromY = 0,
      columns = image.width,
      rows = image.height,
    ) {
      paper.puts++;
      const source = new Uint32Array(image.data.buffer);
      for (let y = fromY; y < fromY + rows; y++) {
        for (let x = fromX; x < fromX + columns; x++) {
          if (left + x < width && top + y < height)
            pixels[(top + y) * width + left + x] = source[y * image.width + x]!;
        }
      }
    },
  };
  const canvas = {
    style: {} as Record<string, string>,
    getContext: () => target,
    get width() {
      return width;
    },
    set width(next: number) {
      width = next;
      empty();
    },
    get height() {
      return height;
    },
    set height(next: number) {
      height = next;
      empty();
    },
  };
  const paper = {
    canvas: canvas as unknown as HTMLCanvasElement,
    /** How often something was put on it. */
    puts: 0,
    /** What is on it, row by row. */
    pixels: () => [...pixels],
    /** One column, from the top. */
    column: (x: number) => Array.from({ length: height }, (_, y) => pixels[y * width + x]!),
  };
  return paper;
}

/** Frames that come when they are called for. */
export function createHandCrank() {
  let waiting: (() => void)[] = [];
  const request: RequestFrame = (draw) => waiting.push(draw);
  return {
    request,
    /** How many frames are asked for. */
    asked: () => waiting.length,
    /** Lets one frame happen. */
    turn(): void {
      const due = waiting;
      waiting = [];
      for (const draw of due) draw();
    },
  };
}

/** A page that is hidden and shown by hand. */
export function createPage() {
  const listeners = new Set<() => void>();
  const page = {
    hidden: false,
    addEventListener: (_: string, fn: () => void) => void listeners.add(fn),
    removeEventListener: (_: string, fn: () => void) => void listeners.delete(fn),
    turn(hidden: boolean) {
      page.hidden = hidden;
      for (const listener of listeners) listener();
    },
    listeners,
  };
  return page satisfies Page & Record<string, unknown>;
}
