import type { Lane } from "@mission-control/contracts";
import type { Labels } from "@mission-control/series";
import { createContext, useContext, useMemo } from "react";

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
  /** Of a row; equal rows get the same mark. */
  of(lane: Pick<Lane, "expr" | "unit">, labels: Labels): Mark | undefined;
  /** How many alerts about lanes of these expressions fire. */
  firingIn(exprs: readonly string[]): number;
}

const MarksContext = createContext<Marks | undefined>(undefined);

export const MarksContextProvider = MarksContext.Provider;

/** What a wall shows of rules; undefined where it is not known yet, or there are none. */
export const useMarks = (): Marks | undefined => useContext(MarksContext);

/** What one row shows of them. */
export function useMark(lane: Pick<Lane, "expr" | "unit">, labels: Labels): Mark | undefined {
  const marks = useMarks();
  return useMemo(() => marks?.of(lane, labels), [marks, lane, labels]);
}
