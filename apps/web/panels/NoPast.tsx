import type { LostPast } from "./panel-reader.ts";

/** Under a panel that goes on live: that its past, or a part of it, did not come, and why. */
export function NoPast({ lost, onRetry }: { lost: LostPast | undefined; onRetry: () => void }) {
  if (lost === undefined) return null;
  return (
    <p className="panel-more" data-testid="no-past">
      {lost.missing === "past" ? "Without its past" : "A part of its past is missing"}: {lost.failure.message}{" "}
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    </p>
  );
}
