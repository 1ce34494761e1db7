import type { Lane } from "@mission-control/contracts";
import type { Labels, Undo } from "@mission-control/series";
import { createContext, useContext, useSyncExternalStore } from "react";

/** What a lane shows of the rules that look at its metric. */
export interface Mark {
  /** How the gravest alert about it stands, or nothing where all is well. */
  readonly state: "firing" | "pending" | "no-data" | undefined;
  /** When it would fire: "> 300 ms for 5 min". */
  readonly condition: string;
  /** The name of its rule. */
  readonly name: string;
}

/** What is known of rules at lanes. */
export interface Marks {
  readonly firing: number;
  readonly rules: number;
  /** Of a row; while nothing is different it is the same object. */
  of(lane: Pick<Lane, "expr">, labels: Labels): Mark | undefined;
  /** How many alerts about lanes of these expressions fire. */
  firingIn(exprs: readonly string[]): number;
}

/** Where marks are, so that of 500 rows those alone are drawn anew whose mark is another. */
export interface MarksPlace {
  readonly subscribe: (listener: () => void) => Undo;
  /** Undefined where it is not known yet; "unknown" where it could not be asked. */
  readonly marks: () => Marks | "unknown" | undefined;
}

/** A place for marks, empty at first. */
export function createMarksPlace(): MarksPlace & { put: (next: Marks | "unknown" | undefined) => void } {
  const listeners = new Set<() => void>();
  let now: Marks | "unknown" | undefined;
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    marks: () => now,
    put(next) {
      now = next;
      for (const listener of [...listeners]) listener();
    },
  };
}

const nowhere = createMarksPlace();

const MarksContext = createContext<MarksPlace>(nowhere);

export const MarksContextProvider = MarksContext.Provider;

/** What of the marks a component needs: it is drawn anew when that is another. `pick` must give equal things as the same. */
function usePicked<T>(pick: (marks: Marks) => T): T | undefined {
  const place = useContext(MarksContext);
  return useSyncExternalStore(place.subscribe, () => {
    const marks = place.marks();
    return marks === undefined || marks === "unknown" ? undefined : pick(marks);
  });
}

/** What one row shows of rules. */
export const useMark = (lane: Pick<Lane, "expr">, labels: Labels): Mark | undefined =>
  usePicked((marks) => marks.of(lane, labels));

/** How many alerts about lanes of these expressions fire. */
export const useFiringIn = (exprs: readonly string[]): number =>
  usePicked((marks) => marks.firingIn(exprs)) ?? 0;

/** How many alerts fire and rules there are, undefined before that is known; "unknown" where it could not be asked. */
export function useMarks(): Marks | "unknown" | undefined {
  const place = useContext(MarksContext);
  return useSyncExternalStore(place.subscribe, place.marks);
}
