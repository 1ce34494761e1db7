import { TopBar } from "./TopBar.tsx";

/** A page that failed through a fault of ours. */
export function PageError({ error }: { error: unknown }) {
  return (
    <>
      <TopBar title="This page failed" />
      <main className="words-page">
        <p>
          A fault of Mission Control's own: {error instanceof Error ? error.message : String(error)}. Nothing
          that was collected is lost by it.
        </p>
        <button type="button" className="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </main>
    </>
  );
}
