import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { LostDraftSlot } from "../arrange/ArrangeSlot.tsx";
import { Command } from "../chrome/Command.tsx";
import { TopBar } from "../chrome/TopBar.tsx";
import { placeOfView, useViews } from "../data/use-views.ts";

/** The page of a view that is not there: those that are, and how to make it. */
export function NoView({ slug }: { slug: string }) {
  const { data: views = [] } = useViews();
  useEffect(() => {
    document.title = "No such view · Mission Control";
  }, []);
  return (
    <>
      <TopBar title="No such view" />
      <LostDraftSlot slug={slug} />
      <main className="words-page">
        <p>
          There is no view called “{slug}”. It may have been removed or never saved, or the link was cut
          short. What was collected is all still there.
        </p>
        {views.length > 0 && (
          <section aria-labelledby="views-there-are">
            <h2 id="views-there-are">Views there are</h2>
            <ul className="view-links">
              {views.map((view) => (
                <li key={view.slug}>
                  <Link {...placeOfView(view.slug)}>{view.name}</Link>
                  {view.description !== "" && <small>{view.description}</small>}
                </li>
              ))}
            </ul>
          </section>
        )}
        {/^[a-z0-9][a-z0-9-]{0,63}$/.test(slug) && (
          <section aria-labelledby="make-view">
            <h2 id="make-view">Make it</h2>
            <Command text={sampleView(location.origin, slug)} label="the command that makes this view" />
          </section>
        )}
      </main>
    </>
  );
}

/** A command that saves a small view. */
function sampleView(origin: string, slug: string): string {
  const lane = '{"id":"load","title":"load","expr":"node_load1"}';
  return `curl -X PUT ${origin}/api/views/${slug} \\
  -d '{"name":"${slug}","sections":[{"id":"all","title":"All","lanes":[${lane}]}]}'`;
}
