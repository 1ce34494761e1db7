import type { Event, StepFrame } from "@mission-control/contracts";

/** One thing a page looks at: an expression without `$__` variables, on a step. */
export interface Watch {
  readonly expr: string;
  readonly stepMs: number;
  /** The store that is asked; without one the default. */
  readonly store?: string | undefined;
}

/** What a page says to the one that holds the stream. */
export type FromPage =
  /** All that it looks at from now on. */
  | { readonly type: "watch"; readonly lanes: readonly Watch[] }
  /** It is still there; said now and then, because a closed page leaves its port open. */
  | { readonly type: "ping" }
  /** It is going. */
  | { readonly type: "bye" };

/** How the stream is. `sinceMs` is when it was lost. */
export type Connection =
  | { readonly state: "connecting" }
  | { readonly state: "open"; readonly baseStepMs: number; readonly graceMs: number }
  | { readonly state: "lost"; readonly sinceMs: number };

/** Of one lane: ask for the past up to `sealedMs`, what follows comes live; or why it cannot be watched. */
export interface SealedLane extends Watch {
  readonly sealedMs: number;
  readonly error?: string | undefined;
  readonly column?: number | undefined;
}

/** What a page hears from the one that holds the stream. */
export type ToPage =
  | { readonly type: "connection"; readonly connection: Connection }
  | { readonly type: "clock"; readonly nowMs: number }
  | { readonly type: "sealed"; readonly lanes: readonly SealedLane[] }
  | { readonly type: "step"; readonly frame: StepFrame }
  | { readonly type: "events"; readonly events: readonly Event[] };

/** The text by which equal watches are equal. */
export function watchKey(watch: Watch): string {
  return `${watch.stepMs} ${watch.store ?? ""} ${watch.expr}`;
}
