/**
 * What kind of failure a `PromqlError` tells of: `bad_data` a wrong expression or parameter, `execution` an expression that
 * the data does not allow, `timeout` and `canceled` an evaluation that was ended, `too_costly` one over its limits.
 */
export type PromqlErrorKind = "bad_data" | "execution" | "timeout" | "canceled" | "too_costly";

/** A place in an expression: line and column count from 1, `from` and `to` are offsets into its text. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
}

/** The only error that this room throws on purpose. `line` and `column` are 0 where the fault has no place. */
export class PromqlError extends Error {
  override readonly name = "PromqlError";
  readonly kind: PromqlErrorKind;
  readonly line: number;
  readonly column: number;
  constructor(kind: PromqlErrorKind, message: string, at?: Pick<Span, "line" | "column">, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
    this.line = at?.line ?? 0;
    this.column = at?.column ?? 0;
  }
}

/** A fault of the text itself, worded as Prometheus words it. */
export function parseError(message: string, at: Pick<Span, "line" | "column">): PromqlError {
  return new PromqlError("bad_data", `${at.line}:${at.column}: parse error: ${message}`, at);
}
