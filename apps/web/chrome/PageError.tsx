import { isMissingCode } from "../later/until-loaded.ts";
import { TopBar } from "./TopBar.tsx";

/** A page that failed through a fault of ours. */
export function PageError({ error }: { error: unknown }) {
  return (
    <>
      <TopBar title="This page failed" />
      <main className="words-page">
        <p>
          {isMissingCode(error)
            ? "Its code cannot be had: Mission Control may have been updated since the page was opened."
            : `A fault of Mission Control's own: ${error instanceof Error ? error.message : String(error)}. Nothing that was collected is lost by it.`}
        </p>
        <button type="button" className="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </main>
    </>
  );
}
