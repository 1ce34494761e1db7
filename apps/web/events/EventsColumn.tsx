import { Pause, Play } from "lucide-react";
import { useState } from "react";
import { Command } from "../chrome/Command.tsx";
import { useServices } from "../data/services.ts";
import { spanOf } from "../data/span.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { momentText } from "../format/time.ts";
import { EventRow } from "./EventRow.tsx";
import { sampleEvent } from "./sample-commands.ts";
import { useEvents } from "./use-events.ts";

/** What happened, newest on top; where the wall stands at a past moment, what had happened by then. */
export function EventsColumn() {
  const [search] = useWallSearch();
  const { endMs } = spanOf(search);
  return <EventsUpTo key={endMs ?? "live"} endMs={endMs} />;
}

function EventsUpTo({ endMs }: { endMs: number | undefined }) {
  const { clock } = useServices();
  const [paused, setPaused] = useState(false);
  const { rows, waiting, loading, error } = useEvents(paused, endMs);
  const stands = endMs !== undefined;
  return (
    <aside className="events" aria-labelledby="events-title">
      <header>
        <h2 id="events-title">{stands ? "Events" : "Live events"}</h2>
        {stands && <small>up to {momentText(endMs, clock.now())}</small>}
        {paused && <small>{waiting === 0 ? "paused" : `paused · ${waiting} new`}</small>}
        <div className="grow" />
        {!stands && (
          <button
            type="button"
            className="icon-button"
            aria-label={paused ? "Resume events" : "Pause events"}
            title={paused ? "Resume events" : "Pause events"}
            onClick={() => setPaused(!paused)}
          >
            {paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
          </button>
        )}
      </header>
      {error !== null && rows.length === 0 && (
        <p className="events-words">Events could not be fetched. {error.message}</p>
      )}
      {stands && !loading && error === null && rows.length === 0 && (
        <p className="events-words">Nothing had happened by then.</p>
      )}
      {!stands && !loading && error === null && rows.length === 0 && (
        <div className="events-words">
          <p>
            Nothing has happened yet. Deploys, errors and whatever your programs post appear here. Send the
            first:
          </p>
          <Command text={sampleEvent(location.origin)} label="the command that sends an event" />
        </div>
      )}
      <ol className="events-list" tabIndex={rows.length > 0 ? 0 : undefined} aria-labelledby="events-title">
        {rows.map((row) => (
          <EventRow key={row.key} row={row} />
        ))}
      </ol>
    </aside>
  );
}
