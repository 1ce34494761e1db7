import type { KnownDeploy, PlayedPart } from "@mission-control/alerts";
import type { Clock, Undo } from "@mission-control/series";
import type { StepGrid } from "../evaluate/task.ts";

/** Values that are held at most, all together, and for how long after they were used last, ms. */
const MOST_VALUES = 8_000_000;
const HOLD_MS = 60_000;

/** What a rule looked at, to be judged again with another level or another time. */
export interface HeldParts {
  readonly grid: StepGrid;
  readonly parts: readonly PlayedPart[];
  readonly deploys: readonly KnownDeploy[];
  readonly warnings: readonly string[];
}

/** Keeps what was read last for a while: who tries levels in a form looks at the same values again and again. */
export function createHeldParts(clock: Clock) {
  const held = new Map<string, { parts: HeldParts; values: number; forget: Undo }>();

  function remove(key: string): void {
    held.get(key)?.forget();
    held.delete(key);
  }

  return {
    find(key: string): HeldParts | undefined {
      return held.get(key)?.parts;
    },
    keep(key: string, parts: HeldParts): void {
      remove(key);
      const values = valuesIn(parts.parts);
      if (values > MOST_VALUES) return;
      held.set(key, { parts, values, forget: clock.after(HOLD_MS, () => held.delete(key)) });
      let all = 0;
      for (const one of held.values()) all += one.values;
      for (const [oldest, one] of held) {
        if (all <= MOST_VALUES) break;
        all -= one.values;
        remove(oldest);
      }
    },
    clear(): void {
      for (const key of [...held.keys()]) remove(key);
    },
  };
}

/** Whether so much can be held in memory while it is judged several times. */
export const canBeHeld = (parts: readonly PlayedPart[]): boolean => valuesIn(parts) <= MOST_VALUES;

const valuesIn = (parts: readonly PlayedPart[]): number =>
  parts.reduce((sum, { timesMs, series }) => sum + timesMs.length * Math.max(1, series.length), 0);
