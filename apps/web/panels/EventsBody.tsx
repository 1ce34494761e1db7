import type { PointerEvent, ReactNode } from "react";
import { useMemo } from "react";
import { EventRow } from "../events/EventRow.tsx";
import { createEventRows } from "../events/fold-events.ts";
import { useMoment } from "../wall/use-moment.ts";
import { PanelFault } from "./PanelFault.tsx";
import { Scroller } from "./Scroller.tsx";
import { usePanelEvents } from "./use-panel-events.ts";
import { usePoint } from "./use-point.ts";

const ROWS = 100;

/** What happened, the newest on top, up to the wall's moment. */
export function EventsBody(props: {
  kind: "events" | "requests";
  types: readonly string[];
  search: string;
  inSight: boolean;
}) {
  const { kind, types, search, inSight } = props;
  const wanted = kind === "requests" ? requests : types;
  const momentMs = useMoment(inSight);
  const { events, error, retry } = usePanelEvents({ types: wanted, search }, momentMs, inSight);
  const rows = useMemo(() => {
    const folded = createEventRows({ keep: ROWS });
    folded.take(events ?? []);
    return folded.rows();
  }, [events]);
  if (events === undefined) return <Unanswered error={error} onRetry={retry} />;
  if (rows.length === 0) {
    return (
      <PanelFault
        title={kind === "requests" ? "No requests in this range" : "Nothing happened in this range"}
      >
        {momentMs === undefined ? "A longer range may show some." : "Up to the moment that is looked at."}
      </PanelFault>
    );
  }
  return (
    <Timed>
      <ol>
        {rows.map((row) => (
          <EventRow key={row.key} row={row} />
        ))}
      </ol>
    </Timed>
  );
}

const requests = ["request"] as const;

/** A list whose rows have times: pointing at one puts the wall's rule there. */
export function Timed({ children }: { children: ReactNode }) {
  const point = usePoint();
  const pointAt = (event: PointerEvent) => {
    const time = (event.target as Element).closest("li, tr")?.querySelector("time");
    point(time == null ? undefined : Date.parse(time.dateTime));
  };
  return (
    <Scroller
      className="panel-list"
      label="List"
      onPointerMove={pointAt}
      onPointerLeave={() => point(undefined)}
    >
      {children}
    </Scroller>
  );
}

/** Before there is an answer, and where none came. */
export function Unanswered({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  if (error === null) return <div className="panel-waits" role="status" aria-label="Asking" />;
  return (
    <PanelFault title="No answer" bad>
      <p>{error.message}</p>
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    </PanelFault>
  );
}
