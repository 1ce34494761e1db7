import type { Context } from "cubism-es";
import type { Stack, StackPlace } from "cubism-es/stack";
import { type RefObject, useCallback, useEffect, useRef } from "react";

/** What draws: horizons, lines and comparisons. */
interface Drawing<Style> {
  setVisible(visible: boolean): void;
  configure(change: Partial<Style>): void;
  destroy(): void;
}

type Create<Style> = (options: Style & { context: Context; canvas: HTMLCanvasElement }) => Drawing<Style>;
type CreatePlaced<Style> = (options: Style & { context: Context; place: StackPlace }) => Drawing<Style>;

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

/**
 * A drawing on a stack, where `element` stands, for as long as the component is there; as in `useDrawing` another style
 * changes it in place. `see` is told when the element comes into sight and goes out of it. Nothing is drawn while there is
 * no stack.
 */
export function usePlaced<Style extends object>(
  create: CreatePlaced<Style>,
  stack: Stack | undefined,
  element: RefObject<HTMLElement | null>,
  context: Context,
  style: Style,
  see: (inSight: boolean) => void,
): void {
  const drawing = useRef<Drawing<Style>>(undefined);
  const drawn = useRef(style);
  const inSight = useRef(false);
  const told = useRef(see);

  useEffect(() => {
    if (told.current === see) return;
    told.current = see;
    see(inSight.current);
  }, [see]);

  useEffect(() => {
    if (stack === undefined) return;
    const tell = (seen: boolean) => {
      // A place that is laid anew tells it again.
      if (inSight.current === seen) return;
      inSight.current = seen;
      told.current(seen);
    };
    const place = stack.place(element.current!, tell);
    const made = create({ ...drawn.current, context, place });
    drawing.current = made;
    return () => {
      drawing.current = undefined;
      made.destroy();
      tell(false);
    };
  }, [create, stack, element, context]);

  useEffect(() => {
    if (drawn.current === style) return;
    drawn.current = style;
    drawing.current?.configure(style);
  }, [style]);
}
