import { Link } from "@tanstack/react-router";
import { TopBar } from "./TopBar.tsx";

/** A place that is not there. */
export function NotFound() {
  return (
    <>
      <TopBar title="Not here" />
      <main className="words-page">
        <p>There is no page at this address. The link may be old or cut short.</p>
        <Link to="/" className="button">
          Go to the wall
        </Link>
      </main>
    </>
  );
}
