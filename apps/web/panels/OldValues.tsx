import type { Failure } from "../data/outcome.ts";

/** Under what a panel still shows: that it is not what one would be answered now, and why. */
export function OldValues({ failure }: { failure: Failure | undefined }) {
  if (failure === undefined) return null;
  return (
    <p className="panel-more" data-testid="old-values">
      Not up to date: {failure.message}
    </p>
  );
}
