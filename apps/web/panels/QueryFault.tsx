import type { Failure } from "../data/outcome.ts";
import { PanelFault } from "./PanelFault.tsx";

/** Why a panel's expressions are not answered: they cannot be read, or who is asked does not answer. */
export function QueryFault({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  const { message, column } = failure;
  const isWrong = column !== undefined;
  return (
    <PanelFault title={isWrong ? "This expression cannot be read" : "No answer"} bad>
      <p>{message}</p>
      {isWrong ? (
        <p>Its neighbours go on. Set it right in the view.</p>
      ) : (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </PanelFault>
  );
}
