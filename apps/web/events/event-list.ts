import type { Event } from "@mission-control/contracts";
import type { Undo } from "@mission-control/series";
import { createEventRows, type EventRowData } from "./fold-events.ts";

const ROWS = 100;
/** Events that wait while the list stands still. */
const WAITING = 2_000;

/** What the column shows. */
export interface EventListState {
  readonly rows: readonly EventRowData[];
  /** Events that came while it stands still. */
  readonly waiting: number;
}

/** Requests come by the thousand, and have lanes. */
export const hiddenType = "request";

/** The events column without the page: rows of what happened, which can stand still while more happens. */
export function createEventList() {
  const rows = createEventRows({ keep: ROWS });
  const listeners = new Set<() => void>();
  let waiting: Event[] = [];
  let dropped = 0;
  let paused = false;
  let state: EventListState = { rows: [], waiting: 0 };

  function settle(): void {
    state = { rows: rows.rows(), waiting: waiting.length + dropped };
    for (const listener of [...listeners]) listener();
  }

  return {
    state: (): EventListState => state,
    subscribe(listener: () => void): Undo {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** What was before fills the list even while it stands still. */
    past(events: readonly Event[]): void {
      if (rows.take(events.filter(isShown))) settle();
    },
    /** What happens waits while the list stands still; of a flood the newest. */
    came(events: readonly Event[]): void {
      const shown = events.filter(isShown);
      if (shown.length === 0) return;
      if (paused) {
        waiting.push(...shown);
        dropped += Math.max(0, waiting.length - WAITING);
        waiting = waiting.slice(-WAITING);
      } else rows.take(shown);
      settle();
    },
    pause(on: boolean): void {
      if (on === paused) return;
      paused = on;
      if (!on) rows.take(waiting);
      waiting = [];
      dropped = 0;
      settle();
    },
  };
}

function isShown({ type }: Event): boolean {
  return type !== hiddenType;
}
