import { CatchBoundary, type ErrorComponentProps } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import { type ReactNode, Suspense, useEffect } from "react";
import { useServices } from "../data/services.ts";
import { isMissingPart, reloadOnce } from "./reload-once.ts";

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
  const isMissing = isMissingPart(error);
  return (
    <div className="part-fault" role="alert" data-testid="part-fault">
      <CircleAlert size={15} aria-hidden />
      <div>
        <p>{isMissing ? "This part of the page cannot be loaded" : "This part of the page failed"}</p>
        <p className="part-advice">
          {isMissing
            ? "Mission Control may have been updated since, or be away."
            : `A fault of Mission Control's own: ${error instanceof Error ? error.message : String(error)}`}
        </p>
        {/* A browser does not fetch again what failed once. */}
        <button type="button" className="button" onClick={isMissing ? () => location.reload() : reset}>
          {isMissing ? "Reload" : "Try again"}
        </button>
      </div>
      {isMissing && isUntouched() && <ReloadsItself />}
    </div>
  );
}

/** A wall has nobody to press a button. */
const isUntouched = () =>
  location.pathname.startsWith("/wall/") || new URLSearchParams(location.search).has("kiosk");

function ReloadsItself() {
  const { clock } = useServices();
  useEffect(
    () =>
      reloadOnce(clock, {
        version: import.meta.url,
        kept: sessionStorage,
        isServed: () =>
          fetch(location.href, { cache: "no-store" }).then(
            ({ ok }) => ok,
            () => false,
          ),
        reload: () => location.reload(),
      }),
    [clock],
  );
  return null;
}
