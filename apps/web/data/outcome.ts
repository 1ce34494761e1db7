import type { Reject } from "@mission-control/contracts";

/** Why something asked of the server did not come: in words, and for expressions the column (from 1). */
export interface Failure {
  readonly message: string;
  readonly column?: number | undefined;
  /** The stable code of a refusal. */
  readonly code?: string;
  /** Of what was sent: each fault with its place. */
  readonly faults?: readonly Reject[];
  /** The server was not reached, or may answer later. */
  readonly away?: boolean;
}

/** What was asked for, or why it did not come. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** The failure as an Error, for those who throw. */
class Refused extends Error {
  override readonly name = "Refused";
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The value, or a Refused thrown. */
export function orThrow<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Refused(outcome.failure);
}

/** Why something that threw did not come. */
export function failureOf(error: Error): Failure {
  return error instanceof Refused ? error.failure : { message: error.message };
}
