import { type RefObject, useCallback, useRef } from "react";
import { useSight } from "../wall/use-sight.ts";
import type { Fed } from "./feed.ts";
import { LaneFrame } from "./LaneFrame.tsx";
import { type LaneTexts, useLaneReading } from "./use-lane-reading.ts";

/**
 * A lane with a canvas of its own. What draws there is told through `see` whether it is in sight; until then nothing is
 * made for it.
 */
export function GalleryLane(props: {
  texts: LaneTexts;
  feds: readonly Fed[];
  canvas: RefObject<HTMLCanvasElement | null>;
  see: (seen: boolean) => void;
}) {
  const { texts, feds, canvas, see } = props;
  const item = useRef<HTMLLIElement>(null);
  const value = useRef<HTMLSpanElement>(null);
  const read = useLaneReading({ texts, feds, value, picture: canvas });
  useSight(
    item,
    useCallback(
      (seen) => {
        read(seen);
        see(seen);
      },
      [read, see],
    ),
  );
  return (
    <LaneFrame texts={texts} item={item} value={value}>
      <canvas ref={canvas} role="img" aria-label={texts.longLabel ?? texts.label} />
    </LaneFrame>
  );
}
