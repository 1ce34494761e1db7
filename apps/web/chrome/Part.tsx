import { CatchBoundary, type ErrorComponentProps } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import { type ReactNode, Suspense } from "react";

/**
 * A part of a page that fails by itself: in its place stands what is wrong, and all around it goes on. It is tried again
 * where it becomes another one by what it is `of`.
 */
export function Part({ of, children }: { of: string; children: ReactNode }) {
  return (
    <CatchBoundary getResetKey={() => of} errorComponent={Failed}>
      <Suspense>{children}</Suspense>
    </CatchBoundary>
  );
}

function Failed({ error, reset }: ErrorComponentProps) {
  return (
    <div className="part-fault" role="alert" data-testid="part-fault">
      <CircleAlert size={15} aria-hidden />
      <div>
        <p>This part of the page failed</p>
        <p className="part-advice">
          A fault of Mission Control's own: {error instanceof Error ? error.message : String(error)}
        </p>
        <button type="button" className="button" onClick={reset}>
          Try again
        </button>
      </div>
    </div>
  );
}
