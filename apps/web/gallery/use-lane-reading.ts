import type { Unit } from "@mission-control/contracts";
import { describeReader, type Reader } from "cubism-es";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { formatValue, valueText } from "../format/value.ts";
import { setText } from "../wall/board.ts";
import { valueAt } from "../wall/latest.ts";
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
 * While a lane is in sight its metrics are filled, its value is written and its picture is put in words. What this returns
 * is to be told whether it is.
 */
export function useLaneReading(options: {
  texts: LaneTexts;
  feds: readonly Fed[];
  /** Holds an element for the number and one for its unit. */
  value: RefObject<HTMLElement | null>;
  picture: RefObject<HTMLElement | null>;
}): (seen: boolean) => void {
  const { texts, feds, value, picture } = options;
  const { feed, board } = useStage();
  const inSight = useRef(false);
  const unwatch = useRef<(() => void)[]>([]);
  const { label, longLabel = label, unit, reader } = texts;

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
          picture.current!.setAttribute("aria-label", `${longLabel}: ${words}`);
        },
      }),
    [board, reader, unit, longLabel, value, picture],
  );

  return useCallback(
    (seen) => {
      inSight.current = seen;
      for (const stop of unwatch.current) stop();
      unwatch.current = seen ? feds.map(feed.watch) : [];
      if (seen) board.seen();
    },
    [feds, feed, board],
  );
}
