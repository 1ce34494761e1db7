import type { Unit } from "@mission-control/contracts";
import { describeReader, type Reader } from "cubism-es";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { formatValue, unitLabel, valueText } from "../format/value.ts";
import { setText } from "../wall/board.ts";
import { valueAt } from "../wall/latest.ts";
import { useSight } from "../wall/use-sight.ts";
import type { Fed } from "./feed.ts";
import { useStage } from "./gallery-context.ts";

/** What a lane shows beside its picture. */
export interface LaneTexts {
  readonly label: string;
  /** Its name for those who do not see what it stands under; `label` where it is absent. */
  readonly longLabel?: string;
  readonly unit: Unit;
  /** What its value is read from. */
  readonly reader: Reader;
}

/**
 * The frame of a lane: name, value and text alternative. What draws in its canvas is told through `see` whether it is in
 * sight; until then nothing is made for it.
 */
export function GalleryLane(props: {
  texts: LaneTexts;
  feds: readonly Fed[];
  canvas: RefObject<HTMLCanvasElement | null>;
  see: (seen: boolean) => void;
}) {
  const { texts, feds, canvas, see } = props;
  const { feed, board } = useStage();
  const item = useRef<HTMLLIElement>(null);
  const value = useRef<HTMLSpanElement>(null);
  const inSight = useRef(false);
  const unwatch = useRef<(() => void)[]>([]);
  const { label, longLabel = label, unit, reader } = texts;

  useSight(
    item,
    useCallback(
      (seen) => {
        inSight.current = seen;
        for (const stop of unwatch.current) stop();
        unwatch.current = seen ? feds.map(feed.watch) : [];
        see(seen);
        if (seen) board.refresh();
      },
      [feds, feed, board, see],
    ),
  );
  useEffect(
    () => () => {
      for (const stop of unwatch.current) stop();
    },
    [],
  );

  useEffect(
    () =>
      board.add({
        inSight: () => inSight.current,
        write(column) {
          const { number, unit: shown } = formatValue(valueAt(reader, column), unit);
          setText(value.current!.firstElementChild!, number);
          setText(value.current!.lastElementChild!, shown);
        },
        describe() {
          const words = describeReader(reader, (at) => valueText(at, unit));
          canvas.current!.setAttribute("aria-label", `${longLabel}: ${words}`);
        },
      }),
    [board, reader, unit, longLabel, canvas],
  );

  return (
    <li ref={item} className="lane" data-testid="gallery-lane">
      <canvas ref={canvas} role="img" aria-label={longLabel} />
      <span className="lane-name">
        <span className="lane-title">{label}</span>
        <span className="lane-unit">{unitLabel(unit)}</span>
      </span>
      <span ref={value} className="lane-value" data-testid="gallery-value">
        <b />
        <small />
      </span>
    </li>
  );
}
