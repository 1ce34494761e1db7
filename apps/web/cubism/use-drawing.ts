import { type Context, createHorizon, type HorizonStyle } from "cubism-es";
import { type RefObject, useCallback, useEffect, useRef } from "react";

/** What draws on a canvas of its own: horizons, lines and comparisons. */
interface Drawing<Style> {
  setVisible(visible: boolean): void;
  configure(change: Partial<Style>): void;
  destroy(): void;
}

type Create<Style> = (options: Style & { context: Context; canvas: HTMLCanvasElement }) => Drawing<Style>;

/**
 * A drawing on a canvas for as long as the component is there; another style changes it in place, so `style` has to be
 * the same object while nothing changed. What it returns says whether the canvas is in sight: until then nothing is drawn.
 */
export function useDrawing<Style extends object>(
  create: Create<Style>,
  canvas: RefObject<HTMLCanvasElement | null>,
  context: Context,
  style: Style,
): (seen: boolean) => void {
  const drawing = useRef<Drawing<Style>>(undefined);
  const drawn = useRef(style);
  const inSight = useRef(false);

  useEffect(() => {
    const made = create({ ...drawn.current, context, canvas: canvas.current! });
    drawing.current = made;
    made.setVisible(inSight.current);
    return () => made.destroy();
  }, [create, canvas, context]);

  useEffect(() => {
    if (drawn.current === style) return;
    drawn.current = style;
    drawing.current?.configure(style);
  }, [style]);

  return useCallback((seen) => {
    inSight.current = seen;
    drawing.current?.setVisible(seen);
  }, []);
}

/** A horizon lane, see `useDrawing`. */
export const useHorizon = (
  canvas: RefObject<HTMLCanvasElement | null>,
  context: Context,
  style: HorizonStyle,
) => useDrawing<HorizonStyle>(createHorizon, canvas, context, style);
