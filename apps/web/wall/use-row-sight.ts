import type { Undo } from "@mission-control/series";
import type { Reader } from "cubism-es";
import { type RefObject, useCallback, useRef } from "react";
import { useWall } from "./wall-context.ts";

/**
 * Whether a row is in sight, once `see` is told. Only while it is are its readers listened to: most rows of a long wall are
 * out of sight, and a metric that nobody listens to takes values in at a fraction of the cost. What a row shows is read
 * anew when it comes into sight.
 */
export function useRowSight(
  reader: Reader,
  other?: Reader,
): { inSight: RefObject<boolean>; see: (seen: boolean) => void } {
  const { board } = useWall();
  const inSight = useRef(false);
  const unheard = useRef<Undo[]>([]);
  const see = useCallback(
    (seen: boolean) => {
      inSight.current = seen;
      for (const stop of unheard.current) stop();
      unheard.current = [];
      if (!seen) return;
      for (const each of [reader, other])
        if (each !== undefined) unheard.current.push(each.on("change", board.refresh));
      board.seen();
    },
    [board, reader, other],
  );
  return { inSight, see };
}
