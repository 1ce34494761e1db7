import type { RangeAnswer } from "@mission-control/contracts";
import type { Labels } from "@mission-control/series";
import type { Judge, Judged } from "./judge.ts";

/** A part of what a rule looked at: values of label sets at times that go on where the part before ended. */
export type PlayedPart = Pick<RangeAnswer, "timesMs" | "series">;

/** So many values are judged before others may have their turn. */
const VALUES_A_TURN = 4_000;

/**
 * Steps a judge over what was, step by step, as it would have been live. What is before the first value of all is passed over:
 * nobody knows whether there was anything to look at.
 */
export function createPlayer(judge: Judge, onChange: (change: Judged) => void) {
  const found: { labels: Labels; value: number }[] = [];
  let beganMs: number | undefined;

  return {
    /** Plays a part in pieces, each a few milliseconds of work at most. */
    *play({ timesMs, series }: PlayedPart): Generator<void> {
      const items = series.map(({ labels }) => ({ labels, value: 0 }));
      const stepsATurn = Math.max(1, Math.floor(VALUES_A_TURN / Math.max(1, series.length)));
      for (const [i, timeMs] of timesMs.entries()) {
        if (i > 0 && i % stepsATurn === 0) yield;
        found.length = 0;
        for (const [at, { values, present }] of series.entries()) {
          if (present[i] !== 1) continue;
          const item = items[at]!;
          item.value = values[i]!;
          found.push(item);
        }
        if (beganMs === undefined && found.length === 0) continue;
        beganMs ??= timeMs;
        for (const change of judge.step(timeMs, found)) onChange(change);
      }
    },
    /** When there was a value for the first time. */
    beganMs: () => beganMs,
  };
}
