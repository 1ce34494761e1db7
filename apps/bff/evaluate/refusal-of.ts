import { Refusal } from "@mission-control/contracts";
import { PromqlError } from "@mission-control/promql";

/** A failed evaluation as a refusal; undefined where it is a fault of ours. `less` is what helps where it was too much. */
export function refusalOf(error: unknown, less: string): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (!(error instanceof PromqlError)) return undefined;
  if (error.kind === "bad_data") return new Refusal("invalid_query", error.message, { cause: error });
  if (error.kind === "too_costly" || error.kind === "timeout")
    return new Refusal("too_costly", `${error.message}; ${less}`, { cause: error });
  return new Refusal("not_evaluated", error.message, { cause: error });
}
