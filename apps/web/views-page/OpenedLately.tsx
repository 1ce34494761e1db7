import type { ViewSummary } from "@mission-control/contracts";
import { Link } from "@tanstack/react-router";
import { placeOfView } from "../data/use-views.ts";

const SHOWN = 5;

/** The way back to the views that were opened in this browser, the last first. */
export function OpenedLately(props: { views: readonly ViewSummary[]; opened: readonly string[] }) {
  const lately = props.opened.flatMap((slug) => props.views.find((view) => view.slug === slug) ?? []);
  if (lately.length < 2) return null;
  return (
    <nav className="opened-lately" aria-label="Opened lately">
      <span aria-hidden>Opened lately</span>
      {lately.slice(0, SHOWN).map(({ slug, name }) => (
        <Link key={slug} {...placeOfView(slug)}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
