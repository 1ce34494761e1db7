import { type RefObject, useEffect } from "react";
import { withCode } from "../later/later.ts";
import { useZoom } from "../wall/use-zoom.ts";
import { useWall } from "../wall/wall-context.ts";

/** Lets a stretch of time be marked by hand, which is then shown. */
export function useBrush(
  body: RefObject<HTMLElement | null>,
  surface: RefObject<HTMLElement | null>,
  ready: boolean,
): void {
  const { context } = useWall();
  const zoom = useZoom();
  useEffect(() => {
    if (!ready) return;
    let isGone = false;
    let undo = () => {};
    // A wall is drawn before it is brushed.
    withCode(
      () => import("./brush.ts"),
      ({ createBrush }) => {
        if (isGone || body.current === null || surface.current === null) return;
        undo = createBrush({ context, body: body.current, surface: surface.current, chosen: zoom });
      },
    );
    return () => {
      isGone = true;
      undo();
    };
  }, [context, body, surface, ready, zoom]);
}
